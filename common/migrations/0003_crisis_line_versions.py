from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0002_database_rules")]

    operations = [
        migrations.AddField(
            model_name="crisisline", name="version", field=models.PositiveIntegerField(default=1)
        ),
        migrations.AddConstraint(
            model_name="crisisline",
            constraint=models.UniqueConstraint(fields=["number"], name="crisis_number_once"),
        ),
    ]
