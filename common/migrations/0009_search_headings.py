"""The words of title and keywords by themselves: what the best of very many hits are found by.

An index of whole titles did that for those who typed the very name; it goes.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0008_trail_retention"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="searchentry", name="search_entry_title"),
        migrations.AddField(
            model_name="searchentry",
            name="heading",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.SearchVector("title", config="portal_swedish", weight="A"),
                    "||",
                    django.contrib.postgres.search.SearchVector(
                        "keywords", config="portal_swedish", weight="B"
                    ),
                    django.contrib.postgres.search.SearchConfig("portal_swedish"),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["heading"], fastupdate=False, name="search_entry_heading"
            ),
        ),
    ]
