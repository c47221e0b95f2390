import django.db.models.expressions
from django.db import migrations, models

import common.swedish
import pages.models.information


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0005_law_wording"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessibilityAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_on", models.DateField(verbose_name="dag")),
                ("made_by", models.CharField(max_length=120, verbose_name="gjord av")),
                ("method", models.TextField(max_length=1000, verbose_name="hur")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="antecknad")),
            ],
            options={
                "verbose_name": "bedömning av tillgängligheten",
                "verbose_name_plural": "bedömningar av tillgängligheten",
                "ordering": ["-made_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("made_on", "made_by"), name="assessment_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowedLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500, unique=True, verbose_name="adress")),
                ("host", models.CharField(max_length=255, verbose_name="webbplats")),
                ("followed_at", models.DateTimeField(null=True, verbose_name="prövad")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gone", "Sidan finns inte"),
                            ("closed", "Besökare kommer inte in"),
                            ("silent", "Webbplatsen svarar inte"),
                        ],
                        max_length=8,
                        verbose_name="fel",
                    ),
                ),
            ],
            options={
                "verbose_name": "länk till en annan webbplats",
                "verbose_name_plural": "länkar till andra webbplatser",
                "indexes": [
                    models.Index(
                        django.db.models.expressions.OrderBy(
                            django.db.models.expressions.F("followed_at"), nulls_first=True
                        ),
                        name="followed_link_turn",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnPageReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=200, unique=True, verbose_name="adress")),
                ("reviewed_on", models.DateField(verbose_name="granskad")),
            ],
            options={
                "verbose_name": "genomläst sida",
                "verbose_name_plural": "genomlästa sidor",
            },
        ),
        migrations.AddField(
            model_name="portalroot",
            name="owner_role",
            field=models.CharField(
                default=pages.models.information.usual_owner,
                help_text="En roll eller en avdelning, inte en person.",
                max_length=120,
                verbose_name="ansvarig",
            ),
        ),
        migrations.AddField(
            model_name="portalroot",
            name="reviewed_on",
            field=models.DateField(
                default=common.swedish.today,
                help_text="Dagen då någon senast läste hela sidan och såg att allt stämmer.",
                verbose_name="granskad",
            ),
        ),
    ]
