"""``python -m bench.autosave_fill 50``: fifty auditors with an interview each; print sessions, tokens and addresses."""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from datetime import timedelta

    from allauth.mfa.models import Authenticator
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from accounts.models import User
    from common import sealing
    from organisations.models import Theme
    from revisions.models import (
        AuditMember,
        GuideArea,
        GuideQuestion,
        GuideVersion,
        InformationText,
        Interview,
        UserAudit,
    )

    today = timezone.localdate()
    audit = UserAudit.objects.create(title="Mätning", slug="matning-autospar", status="interviewing")
    guide = GuideVersion.objects.create(audit=audit, number=1, locked_at=timezone.now() - timedelta(days=1))
    theme, _ = Theme.objects.get_or_create(slug="matning", defaults={"name": "Mätning", "order": 1})
    area = GuideArea.objects.create(guide=guide, theme=theme, title="Bemötande", order=1)
    question = GuideQuestion.objects.create(area=area, text="Vad hände?", order=1)
    information = InformationText.objects.create(audit=audit, number=1, text="Det är frivilligt.")
    writers = []
    for number in range(int(sys.argv[1])):
        user = User.objects.create_user(f"revisor{number}@example.org", None, name=f"Revisor {number}")
        # Auditors need a second factor; that they have one is looked up as in production.
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        AuditMember.objects.create(
            audit=audit, user=user, role="auditor", confidentiality_on=today, no_care_relation_on=today
        )
        interview = Interview.objects.create(
            audit=audit, guide=guide, code=f"A{number + 1:02}", on=today, status="ongoing", first_auditor=user,
            consent_given=True, consent_to=information, key_id=sealing.new_key(),
        )  # fmt: skip
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        token = client.get(reverse("revisions:interview_who")).json()["csrf"]
        writers.append(
            {
                # All that the portal has set, as a browser sends it.
                "cookie": "; ".join(f"{name}={kept.value}" for name, kept in client.cookies.items()),
                "token": token,
                "path": reverse("revisions:interview_save", args=[interview.pk]),
                "question": str(question.pk),
            }
        )
    sys.stdout.write(f"{json.dumps(writers)}\n")
