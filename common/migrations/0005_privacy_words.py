import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0004_shredded_keys")]

    operations = [
        migrations.CreateModel(
            name="PrivacyWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=80, verbose_name="ord")),
                (
                    "kind",
                    models.CharField(
                        choices=[("add", "Varna för ordet"), ("ignore", "Varna inte för ordet")],
                        max_length=6,
                        verbose_name="vad",
                    ),
                ),
            ],
            options={
                "ordering": ["word"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("word"), name="privacy_word_once"
                    )
                ],
            },
        ),
    ]
