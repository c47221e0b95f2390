from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0006_followed_links_assessments"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finished_at", models.DateTimeField(verbose_name="klar")),
            ],
            options={
                "verbose_name": "genomgång av länkar",
                "verbose_name_plural": "genomgångar av länkar",
            },
        ),
    ]
