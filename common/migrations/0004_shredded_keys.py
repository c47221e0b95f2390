from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0003_crisis_line_versions")]

    operations = [
        migrations.CreateModel(
            name="ShreddedKey",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["asked_at"],
                        name="shredded_key_waiting",
                    )
                ],
            },
        ),
    ]
