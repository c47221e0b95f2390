"""``python -m bench.autosave_count``: print how many saves there are, and how many answers' revisions tell of."""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.db.models import Sum

    from revisions.models import AnswerSave, InterviewAnswer

    answers = InterviewAnswer.objects.filter(interview__audit__slug="matning-autospar")
    told = {
        "saves": AnswerSave.objects.filter(answer__in=answers).count(),
        "revisions": answers.aggregate(total=Sum("revision"))["total"] or 0,
        "doubles": answers.filter(other_text__isnull=False).count(),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")
