from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0001_initial"),
        ("revisions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="proposals",
            field=models.ManyToManyField(blank=True, related_name="findings", to="proposals.proposal"),
        ),
    ]
