"""``python -m bench.analysis_fill 4 40``: an audit in analysis of each size; print session, addresses and queries."""

import json
import sys

import django

QUESTIONS = 35

if __name__ == "__main__":
    django.setup()
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from django.utils import timezone

    from accounts.models import User
    from bench.audits import audit_with_answers, code_answers
    from bench.autosave import ANSWER
    from revisions.models import AuditMember, GuideQuestion

    today = timezone.localdate()
    team = [
        User.objects.create_user(f"kodare{number}@example.org", None, name=f"Kodare {number}")
        for number in (1, 2)
    ]
    for user in team:
        # Auditors need a second factor; that they have one is looked up as in production.
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(team[0])

    def queries_of(path: str) -> int:
        """Count the queries of a page that was opened before, when nothing is remembered beside it."""
        client.get(path)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        # To begin and end a transaction asks for nothing.
        return sum(query["sql"] not in {"BEGIN", "COMMIT"} for query in captured.captured_queries)

    told = []
    for interviews in map(int, sys.argv[1:]):
        with transaction.atomic():
            audit = audit_with_answers(
                f"matning-analys-{interviews}",
                ANSWER,
                interviews=interviews,
                questions=QUESTIONS,
                status="analysing",
            )
            for user in team:
                AuditMember.objects.create(
                    audit=audit,
                    user=user,
                    role="auditor",
                    confidentiality_on=today,
                    no_care_relation_on=today,
                )
            code_answers(audit, team, 34)
        question = GuideQuestion.objects.filter(area__guide__audit=audit)[0]
        pages = {
            "analysis page": reverse("revisions:analysis", args=[audit.pk]),
            "one question across interviews": reverse(
                "revisions:analysis_question", args=[audit.pk, question.thread]
            ),
        }
        told.append({name: {"path": path, "queries": queries_of(path)} for name, path in pages.items()})
    with connection.cursor() as cursor:
        # What a database in use has had done by itself.
        cursor.execute("ANALYZE")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    sys.stdout.write(
        f"{json.dumps({'cookie': f'{settings.SESSION_COOKIE_NAME}={session}', 'audits': told})}\n"
    )
