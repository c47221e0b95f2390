from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_source_council")]

    operations = [
        migrations.AlterField(
            model_name="proposalsource",
            name="kind",
            field=models.CharField(
                choices=[
                    ("audit", "Brukarrevision"),
                    ("patient_forum", "Patientforum"),
                    ("study_circle", "Studiecirkel"),
                    ("focus_group", "Fokusgrupp"),
                    ("dialogue_meeting", "Dialogmöte"),
                    ("council", "Brukarråd"),
                    ("peer_support", "Peer support"),
                ],
                max_length=16,
                verbose_name="typ",
            ),
        ),
    ]
