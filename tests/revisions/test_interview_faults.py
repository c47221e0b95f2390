"""When something goes wrong around sealed answers: two at once, a key store that is away, somebody who leaves."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.services.own_account import delete_account
from common import sealing
from common.errors import DomainError
from common.models import StatusChange
from revisions.models import CodedPassage, Debrief, Finding, Interview, InterviewAnswer, Quote
from revisions.services import coding, findings, quotes
from revisions.services.audits import move_audit
from revisions.services.coding import Coding
from revisions.services.findings import FindingWords
from revisions.services.interview_answers import RefusedAnswerError, save_answer
from revisions.services.interviews import withdraw_interview
from tests.at_once import at_once
from tests.revisions.analysis_factories import SENTENCE, answered_interview
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview
from tests.revisions.interview_answers import questions, texts, written
from tests.revisions.test_interview_pages import typed_form

SAVED, TYPED = "Det som var sparat.", "Skrivet medan nyckellagret var borta."


@pytest.fixture
def interview(team: Team) -> Interview:
    return make_interview(team.audit, team.guide, team.auditor, team.second, key_id=sealing.new_key())


def _area(interview: Interview) -> str:
    return reverse("revisions:interview_area", args=[interview.pk, 1])


# --- two at once


@pytest.mark.django_db(transaction=True)
def test_the_answers_are_opened_for_reading_once_and_nobody_is_withdrawn_meanwhile(team: Team) -> None:
    """Two leads' tabs and an auditor press at the same moment: one move, and either the interview or its place in it."""
    answer = answered_interview(team)
    answered_interview(team, "A02", "Det gick fort.")
    Debrief.objects.update_or_create(audit=team.audit, on=answer.interview.on, defaults={"held": True})
    audits = [type(team.audit).objects.get(pk=team.audit.pk) for _ in range(2)]

    *moved, withdrawn = at_once(
        *[lambda audit=audit: move_audit(audit, "analysing", actor=team.lead) for audit in audits],
        lambda: withdraw_interview(answer.interview, confirmation="A01", actor=team.auditor),
    )

    assert moved == [None, None]
    changes = StatusChange.objects.filter(object_type="revisions.useraudit", object_id=str(team.audit.pk))
    assert changes.filter(target="analysing").count() == 1
    answer.interview.refresh_from_db()
    is_kept = InterviewAnswer.objects.filter(pk=answer.pk).exists()
    assert is_kept == isinstance(withdrawn, DomainError) == (answer.interview.status == "done")


# --- the key store is away, or the wrong keys are set


def test_what_was_typed_while_the_key_store_was_away_is_saved_by_the_next_press(
    client: Client, team: Team, interview: Interview, key_store: Any
) -> None:
    """Without script: the form comes back as it was sent, and the same press again is enough."""
    client.force_login(team.auditor)
    first, scale = (question.pk.hex for question in questions(interview)[:2])
    save_answer(interview, written(interview, number=1, choice=1, text=SAVED), actor=team.second)
    sent = typed_form(client, _area(interview), **{f"text-{first}": TYPED})
    away = key_store.rename(key_store.with_name("away"))

    refused = client.post(_area(interview), {**sent, "nasta": "1"})

    html = refused.content.decode()
    assert refused.status_code == 503
    assert f"{TYPED}</textarea>" in html
    assert "Inget har gått förlorat" in html
    away.rename(key_store)
    again = typed_form(client, "", html=html)
    assert again[f"answer-{scale}"] == "1"
    assert client.post(_area(interview), {**again, "nasta": "1"}).status_code == 302
    assert (texts(interview), texts(interview, 1)) == ((TYPED, None), (SAVED, None))


def test_an_answer_that_was_refused_is_not_taken_for_saved_when_it_is_sent_again(
    client: Client, team: Team, interview: Interview
) -> None:
    """A third text waits until somebody has chosen between the two that are there, however often it is sent."""
    client.force_login(team.auditor)
    first, scale = (question.pk.hex for question in questions(interview)[:2])
    sent = typed_form(client, _area(interview), **{f"text-{first}": TYPED, f"text-{scale}": "Bra."})
    save_answer(interview, written(interview, text="En."), actor=team.second)
    save_answer(interview, written(interview, text="Två."), actor=team.lead)

    html = client.post(_area(interview), {**sent, "nasta": "1"}).content.decode()
    second = client.post(_area(interview), {**typed_form(client, "", html=html, **sent), "nasta": "1"})

    assert texts(interview, 1) == ("Bra.", None)
    for page in (html, second.content.decode()):
        assert "Det finns redan två olika texter i den här rutan." in page


def test_with_other_sealing_keys_nothing_is_written_and_with_the_right_ones_all_is_there(
    team: Team, interview: Interview, settings: Any
) -> None:
    save_answer(interview, written(interview, text=SAVED), actor=team.auditor)
    stored = InterviewAnswer.objects.get()
    right, settings.SEALING_KEYS = settings.SEALING_KEYS, [b"en annan huvudnyckel, 32 byte..!"]

    with pytest.raises(sealing.KeyStoreError, match="huvudnyckel") as refused:
        save_answer(interview, written(interview, text=TYPED, base=1), actor=team.auditor)

    assert not isinstance(refused.value, RefusedAnswerError)
    again = InterviewAnswer.objects.get()
    assert (bytes(again.text), again.revision) == (bytes(stored.text), stored.revision)
    settings.SEALING_KEYS = right
    assert texts(interview) == (SAVED, None)


def test_a_finding_written_while_the_key_store_is_away_comes_back_filled_in(
    client: Client, team: Team, key_store: Any
) -> None:
    audit, code, quote = _analysed(team)
    client.force_login(team.auditor)
    finding = quote.finding
    key_store.rename(key_store.with_name("away"))
    edit = reverse("revisions:finding_edit", args=[audit.pk, finding.pk])
    words = {"version": 1, "form_key": finding.pk, "kind": "improvement", "title": "Ny", "summary": TYPED}
    pages = [
        client.post(edit, {**words, "code": code.pk}),
        client.post(reverse("revisions:quote", args=[audit.pk, quote.pk]), {"version": 1, "wording": TYPED}),
    ]

    for page in pages:
        html = page.content.decode()
        assert TYPED in html
        assert "nyckellagret inte svarar" in html
    assert 'name="wording" value="Skrivet' in html
    finding.refresh_from_db()
    assert finding.version == 1


# --- somebody who wrote is gone


def test_who_deletes_the_account_leaves_every_word_to_the_team(
    client: Client, team: Team, interview: Interview
) -> None:
    """Answers, markings and quotes stay, without a person, and somebody else can go on with them."""
    save_answer(interview, written(interview, text=SAVED), actor=team.auditor)
    Interview.objects.filter(pk=interview.pk).update(status="done", code="A09")
    audit, _, quote = _analysed(team)
    passage = CodedPassage.objects.get()
    phone = Client()
    phone.force_login(team.auditor)

    delete_account(team.auditor, actor=team.auditor)

    # What still lies on the phone stays there: nobody is signed in.
    save = reverse("revisions:interview_save", args=[interview.pk])
    unsent = phone.post(save, "{}", content_type="application/json", headers={"Accept": "application/json"})
    assert (unsent.status_code, unsent.json()["error"]) == (401, "signed_out")
    assert texts(interview) == (SAVED, None)
    quote.refresh_from_db()
    assert (quote.chosen_by, quotes.wording_of(quote)) == (None, SENTENCE)
    quotes.approve_quote(quote, expected_version=1, actor=team.second)
    passage.refresh_from_db()
    coding.edit_passage(passage, Coding(own="Väntetid"), actor=team.second)
    client.force_login(team.second)
    html = client.get(
        reverse("revisions:analysis_answer", args=[audit.pk, passage.answer_id])
    ).content.decode()
    assert "Någon som inte är med längre" in html
    assert reverse("revisions:passage", args=[audit.pk, passage.pk]) in html


def _analysed(team: Team) -> tuple[Any, Any, Quote]:
    """The auditor has marked a sentence and chosen it as a quote."""
    team.audit.status = "analysing"
    team.audit.save(update_fields=["status"])
    answer = answered_interview(team)
    passage = coding.code_passage(
        answer, 0, len(SENTENCE), Coding(own="Väntan"), expected_revision=1, actor=team.auditor
    )
    code = passage.codes.get()
    words = FindingWords(Finding.Kind.IMPROVEMENT, "Lång väntan", "Många fick vänta.", code)
    finding = findings.create_finding(team.audit, words, actor=team.auditor)
    team.audit.refresh_from_db()
    return team.audit, code, quotes.choose_quote(finding, passage, actor=team.auditor)
