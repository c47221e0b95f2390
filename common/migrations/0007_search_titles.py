import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0006_search_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(django.db.models.functions.text.Upper("title"), name="search_entry_title"),
        ),
    ]
