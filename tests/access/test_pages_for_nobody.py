"""What visitors get doesn't tell that something exists which they may not see."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from common.search import index
from tests.access.build import build_public, plant_private, routes
from tests.access.opening import address_of, ask
from tests.access.world import World

#: Different in every answer, whatever the portal holds: form tokens, keys against double submit, a spam guard.
_EVER_NEW = re.compile(
    r'(name="(?:csrfmiddlewaretoken|form_key|started|note)"\s+value=")[^"]*|(ETag: )\S+|(?:csrftoken|sessionid)=\S+|[Ee]xpires[:=] ?[-\w, :]+GMT'
)
NOW = datetime(2026, 12, 9, 9, 30, tzinfo=UTC)
MISSING = ("/finns-inte/", "/kalender/finns-inte/", "/foreningar/finns-inte/")


def _public_answers(world: World) -> dict[str, str]:
    answers = {}
    for route in routes():
        if not route.is_public_page:
            continue
        try:
            address = address_of(world, route)
        except (AttributeError, KeyError):
            continue  # About something that isn't planted yet.
        cache.clear()
        answer = ask(world, "visitor", "GET", address)
        if answer.status != 200:
            continue  # An address with a secret that isn't planted yet, a form without its first step.
        answers[route.id] = f"{answer.status} " + _EVER_NEW.sub(r"\1\2", _without_file_marks(answer.text))
    return answers


def _without_file_marks(text: str) -> str:
    """A PDF's own bytes hold the moment and random numbers; its text and outline are compared."""
    return text.split("%PDF")[0] + text.rsplit("%%EOF")[-1] if "%PDF" in text else text


def _first_difference(one: str, other: str) -> tuple[str, str]:
    at = next((at for at, (mine, yours) in enumerate(zip(one, other, strict=False)) if mine != yours), 0)
    return one[max(at - 60, 0) : at + 60], other[max(at - 60, 0) : at + 60]


def test_public_pages_files_and_counts_are_the_same_before_and_after_private_things_exist(
    db: None, media_folder: None
):
    with time_machine.travel(NOW, tick=False):
        world = build_public()
        index.repair()
        before = _public_answers(world)
        plant_private(world)
        index.repair()

        after = _public_answers(world)

    assert len(before) > 40
    different = {
        name: _first_difference(answer, after[name])
        for name, answer in before.items()
        if after[name] != answer
    }
    assert different == {}


@pytest.mark.parametrize("persona", ["visitor", "outsider", "coordinator"])
def test_a_hidden_thing_answers_exactly_as_one_that_is_not_there(world: World, persona: str):
    """Neither status, text nor headers tell a draft's address from an invented one."""
    pairs = [
        ("/foreningar/draft-association/", "/foreningar/finns-inte-alls/"),
        ("/foreningar/draft-association.vcf", "/foreningar/finns-inte-alls.vcf"),
        ("/foreningar/natverk/dolt-natverk/", "/foreningar/natverk/finns-inte-alls/"),
        (f"/kalender/aktivitet/{world.association_draft_occurrence.pk}/", "/kalender/aktivitet/999999/"),
        (
            f"/kalender/aktivitet/{world.association_draft_occurrence.pk}.ics",
            "/kalender/aktivitet/999999.ics",
        ),
        (f"/kalender/bilaga/{world.association_draft.pk}/", "/kalender/bilaga/999999/"),
        (f"/brukarrevisioner/{world.enquiry.slug}/", "/brukarrevisioner/finns-inte-alls/"),
        (
            f"/brukarrevisioner/{world.report_out.slug}/rapport.docx",
            "/brukarrevisioner/finns-inte/rapport.docx",
        ),
        (f"/du-sa-vi-gjorde/fraga/{world.sent_source.pk}/", f"/du-sa-vi-gjorde/fraga/{uuid.uuid4()}/"),
        (f"/svara/{world.draft_survey.code}/", f"/svara/{world.draft_survey.code[::-1]}/"),
    ]
    if persona == "outsider":
        pairs += [
            ("/foreningar/arbete/draft-association/", "/foreningar/arbete/finns-inte-alls/"),
            (f"/kalender/arbete/{world.association_draft.pk}/", "/kalender/arbete/999999/"),
            (f"/kalender/arbete/{world.association_published.pk}/", "/kalender/arbete/999999/"),
            (
                "/organisationer/verksamheter/avdelning-annan/",
                "/organisationer/verksamheter/finns-inte-alls/",
            ),
            (f"/revisioner/{world.audit.pk}/", "/revisioner/999999/"),
            (f"/revisioner/{world.audit.pk}/guide/", "/revisioner/999999/guide/"),
            (
                f"/revisioner/intervju/{world.interview_begun.pk}/omrade/1/",
                f"/revisioner/intervju/{uuid.uuid4()}/omrade/1/",
            ),
            (
                f"/revisioner/{world.report_out.pk}/utkast/{world.reply_window.pk}/",
                "/revisioner/999999/utkast/999999/",
            ),
            (f"/forslag/{world.sent_proposal.pk}/", f"/forslag/{uuid.uuid4()}/"),
            (f"/enkater/{world.closed_survey.pk}/resultat/", "/enkater/999999/resultat/"),
        ]

    for hidden, invented in pairs:
        real, made_up = (ask(world, persona, "GET", address) for address in (hidden, invented))
        assert real.status == made_up.status == 404, hidden
        assert _same(real.text, hidden) == _same(made_up.text, invented)


def _same(text: str, address: str) -> str:
    return _EVER_NEW.sub(r"\1\2", text).replace(address, "ADDRESS")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_error_pages_tell_nothing(world: World, method: str, settings: Any):
    settings.DEBUG = False

    for persona in ("visitor", "outsider"):
        for address in (*MISSING, "/%00/", "/foreningar/" + "a" * 5000 + "/"):
            answer = ask(world, persona, method, address, {"x": "y"})

            assert answer.status in {404, 405}
            assert world.heard(answer.text) & set(world.forbidden(persona)) == set()
            assert "Traceback" not in answer.text
            assert "urls.py" not in answer.text


def test_an_error_of_our_own_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch):
    """The page for a fault of ours shows neither the reason nor what was asked for."""
    secret = world.canary("reason of a fault")

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr("associations.queries.work.own_page", fail)

    answer = ask(world, "representative", "GET", "/foreningar/arbete/egna-ord-halsingland/", raises=False)

    assert answer.status == 500
    assert secret not in answer.text
    assert "RuntimeError" not in answer.text
    assert "112" in answer.text


def test_a_refused_token_tells_nothing(world: World):
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/foreningar/egna-ord-halsingland/stammer-inte/", {"text": "hej"})

    assert answer.status_code == 403
    assert "CSRF" not in answer.content.decode()
    assert "Referer" not in answer.content.decode()


def test_the_world_is_taken_back(world: World):
    """A question asked by one test changes nothing for the next."""
    from common.models import TrailEntry

    before = TrailEntry.objects.count()

    ask(world, "coordinator", "POST", "/foreningar/arbete/egna-ord-halsingland/betrodd/?till=betrodd")

    assert TrailEntry.objects.count() == before
    assert transaction.get_connection().in_atomic_block
