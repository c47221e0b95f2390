from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("peersupport", "0002_evaluation_statements")]

    operations = [
        # No free text anywhere around supervision: not even a name.
        migrations.RemoveField(model_name="supervisionplan", name="by_name"),
        migrations.AddField(
            model_name="supervisionsession",
            name="reminded_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obstacle",
            name="forwarded_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
