import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_themes_and_priority_groups"),
        ("pages", "0001_checklists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sending", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("auditor", "Bli brukarrevisor"),
                            ("representative", "Bli representant"),
                            ("peer_support", "Bli peer supporter"),
                            ("group_leader", "Leda en grupp"),
                            ("lecture", "Boka en föreläsare"),
                            ("contact", "Fråga till samordnaren"),
                            ("accessibility", "Brist i tillgänglighet"),
                        ],
                        max_length=14,
                        verbose_name="vad det gäller",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="namn eller alias")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="sida")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="meddelande")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="svar senast")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "Väntar på svar"),
                            ("answered", "Besvarad"),
                            ("closed", "Stängd utan svar"),
                        ],
                        default="new",
                        max_length=8,
                        verbose_name="läge",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="besvarad")),
                ("settled_by", models.UUIDField(blank=True, null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.municipality",
                        verbose_name="kommun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["created_at"], name="enquiry_age"),
                    models.Index(fields=["status", "-created_at"], name="enquiry_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_by", None),
                            ("email", ""),
                            ("phone", ""),
                        )
                        | models.Q(
                            models.Q(("email", ""), ("phone", ""), _negated=True),
                            ("answer_by__isnull", False),
                        ),
                        name="enquiry_promises_what_it_can",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at", None), ("settled_by", None))
                        | models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                        name="enquiry_settled_by_somebody",
                    ),
                ],
            },
        ),
    ]
