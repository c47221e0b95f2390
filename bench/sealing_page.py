"""``python -m bench.sealing_page 7``: print the time of a page of sealed answers divided by that of plain ones.

Both pages make the same rows with the same queries and the same template; in one the column holds sealed text, each
interview with a key of its own, in the other the text itself.
"""

import json
import os
import sys

import django

from bench.turns import seconds

INTERVIEWS = 40
QUESTIONS = 35
#: Pages of each kind in one round.
REPEATED = 9
ANSWER = (
    "Det tog lång tid innan någon frågade vad jag själv tyckte. När de väl gjorde det blev det lättare att vara "
    "med och bestämma, men jag hade behövt få papperen före mötet. Ingen ringde upp efteråt, fast de hade lovat. "
)
PAGE = """<!doctype html><html lang="sv"><head><title>Svar</title></head><body>
{% for answer, text in answers %}{% ifchanged answer.interview.code %}<h2>{{ answer.interview.code }}</h2>{% endifchanged %}
<section id="svar-{{ answer.pk }}"><h3>{{ answer.question.text }}</h3>
<p class="state">{{ answer.get_state_display }}</p>{{ text|linebreaks }}</section>{% endfor %}</body></html>"""


def main() -> None:
    from django.db import transaction
    from django.template import engines

    from bench.audits import audit_with_answers
    from common import sealing
    from revisions.models import InterviewAnswer, UserAudit

    template = engines["django"].from_string(PAGE)

    def answers_of(audit: UserAudit) -> list[InterviewAnswer]:
        rows = InterviewAnswer.objects.filter(interview__audit=audit)
        return list(
            rows.select_related("interview", "question__area").order_by("interview__code", "question__order")
        )

    def sealed_page() -> str:
        answers = answers_of(sealed)
        ring = sealing.keyring(answer.interview.key_id for answer in answers)
        texts = [
            ring.unseal(answer.text, answer.interview.key_id, place=sealing.place_of(answer, "text"))
            for answer in answers
        ]
        return str(template.render({"answers": zip(answers, texts, strict=True)}))

    def plain_page() -> str:
        answers = answers_of(plain)
        texts = [bytes(answer.text).decode() for answer in answers]
        return str(template.render({"answers": zip(answers, texts, strict=True)}))

    with transaction.atomic():
        sealed, plain = (
            audit_with_answers(
                f"bench-{kind}-{os.getpid()}",
                ANSWER,
                interviews=INTERVIEWS,
                questions=QUESTIONS,
                sealed=kind == "sealed",
            )
            for kind in ("sealed", "plain")
        )
    if [page.count(ANSWER[:40]) for page in (sealed_page(), plain_page())] != [INTERVIEWS * QUESTIONS] * 2:
        raise RuntimeError("A page does not hold every answer.")
    figures = []
    for _ in range(int(sys.argv[1])):
        # Turn by turn, and the quickest of each: what else the machine does only ever adds time.
        turns = [(seconds(sealed_page), seconds(plain_page)) for _ in range(REPEATED)]
        figures.append(min(turn[0] for turn in turns) / min(turn[1] for turn in turns))
    sys.stdout.write(f"{json.dumps(figures)}\n")


if __name__ == "__main__":
    django.setup()
    main()
