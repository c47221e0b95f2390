"""One proposal all the way: after each step the public page, the table, the letters and the poster tell the same."""

import io
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from common.errors import DomainError
from common.models import OutboxMessage
from common.swedish import today
from proposals import poster, services
from proposals.models import EffectQuestion, Measure, Proposal
from proposals.services import effect, followers, reminders
from surveys.models import Survey
from surveys.services.flow import pause_survey, resume_survey
from tests.pdf.checks import assert_passes_both_checkers, assert_reads_as_the_html
from tests.proposals.conftest import addressee_of, fresh, say_done, say_yes

pytestmark = pytest.mark.django_db


def told(proposal) -> tuple[str, str, str]:
    """What the public page, the table and the poster say, as text."""
    client = Client()
    page = client.get(proposal.get_absolute_url()).content.decode()
    table = b"".join(client.get(reverse("loop:csv")).streaming_content).decode()
    paper = poster.poster_html(fresh(proposal.source), "a4")
    return page, table, paper


def everywhere(proposal, *words: str) -> bool:
    return all(word in text for text in told(proposal) for word in words)


def letters() -> list[str]:
    return [one.payload.get("to", "") for one in OutboxMessage.objects.filter(kind="mail")]


def nowhere(proposal, *words: str) -> bool:
    return all(word not in text for text in told(proposal) for word in words)


def test_delay_a_partial_measure_not_seen_and_reopened(public, unit_manager, auditor, superior):
    followers.follow_proposal(public, actor=superior)
    assert everywhere(public, "Väntar på svar")

    # A week after the day: missing for everybody, and told to those who follow.
    row = addressee_of(public)
    row.answer_due = today() - timedelta(days=8)
    row.save()
    Proposal.objects.filter(pk=public.pk).update(late_from=today())
    assert reminders.note_delays() == 1
    reminders.send_reminders()
    assert everywhere(public, "Försenad", "Svar saknas sedan")
    assert superior.email in letters()

    # Answered in part.
    measure = say_yes(public, unit_manager, today() + timedelta(days=30), answer="partly")
    assert followers.tell_followers() == 1
    assert everywhere(public, "Pågår", "Ja, delvis")
    assert nowhere(public, "Försenad", "Vi gjorde:")

    # The unit says done: that is no deed yet.
    say_done(measure, unit_manager, "Hälften får en utskrift.")
    assert everywhere(public, "Hälften får en utskrift.", "Inte kontrollerat än")
    assert nowhere(public, "Genomförd", "Vi gjorde:")

    # The checkers don't see it.
    services.check_measure(measure, "not_seen", "Ingen vi talade med har fått någon.", actor=auditor)
    assert everywhere(public, "Brukarrevisorerna har inte sett det")
    assert nowhere(public, "Genomförd")

    # Opened again: the unit must say anew, whatever it wishes.
    services.reopen_proposal(public, "Det märks inte.", actor=auditor)
    assert everywhere(public, "Pågår")
    assert nowhere(public, "säger att det är klart", "har inte sett det", "Hälften får en utskrift.")
    assert "Det märks inte." in told(public)[0]
    assert unit_manager.email in letters()
    assert Measure.objects.get().status == "going"
    # Nothing in a letter names what it is about.
    for one in OutboxMessage.objects.filter(kind="mail"):
        assert public.title not in str(one.payload)


def test_the_users_answer_decides_last(public, unit_manager, auditor, coordinator):
    measure = say_done(say_yes(public, unit_manager, today() + timedelta(days=30)), unit_manager)
    services.check_measure(measure, "confirmed", actor=auditor)
    question = EffectQuestion.objects.get(proposal=public)
    survey = Survey.objects.get(pk=question.survey_id)
    assert (survey.least_answers, survey.least_yes_percent, survey.takes_answers) == (5, 60, True)
    assert everywhere(public, "Pågår")
    assert nowhere(public, "Genomförd")

    # Too few to count: nothing is told of them.
    services.close_effect_question(public, actor=coordinator)
    assert fresh(public).effect_base is None
    assert everywhere(public, "Pågår")
    assert "För få som använder verksamheten har svarat" in told(public)[0]

    # The next round reaches the thresholds.
    again = services.open_effect_question(public, actor=auditor)
    assert services.open_effect_question(public, actor=auditor) == again
    assert again.survey_id != question.survey_id


def test_only_those_who_may_ask_open_the_question(public, unit_manager, auditor, other_auditor):
    with pytest.raises(DomainError, match="inget att fråga om"):
        services.open_effect_question(public, actor=auditor)
    say_done(say_yes(public, unit_manager, today() + timedelta(days=30)), unit_manager)
    for person in (unit_manager, other_auditor):
        with pytest.raises(DomainError, match="behörighet"):
            services.close_effect_question(public, actor=person)


def test_counting_twice_counts_once(public, unit_manager, auditor):
    say_done(say_yes(public, unit_manager, today() + timedelta(days=30)), unit_manager)
    assert effect.read_effects() == 0  # still open
    services.close_effect_question(public, actor=auditor)

    assert effect.read_effects() == 0
    assert EffectQuestion.objects.get().closed_on == today()


def test_the_qr_code_leads_to_the_question_or_to_a_choice(
    make_proposal, auditor, source, unit_manager, client
):
    proposals = [make_proposal(title=name) for name in ("Ett", "Två")]
    services.publish_proposals(source, today(), actor=auditor)
    url = reverse("loop:question", args=[source.pk])
    assert "ingen fråga att svara på" in client.get(url).content.decode()

    say_done(say_yes(fresh(proposals[0]), unit_manager, today() + timedelta(days=30)), unit_manager)
    assert client.get(url).url == EffectQuestion.objects.get().url
    assert client.get(EffectQuestion.objects.get().url).status_code == 200

    say_done(say_yes(fresh(proposals[1]), unit_manager, today() + timedelta(days=30)), unit_manager)
    body = client.get(url).content.decode()
    assert "Ett" in body
    assert "Två" in body


def test_whoever_scans_the_poster_is_told_that_the_question_rests_or_has_ended(
    public, unit_manager, auditor, client
):
    say_done(say_yes(public, unit_manager, today() + timedelta(days=30)), unit_manager)
    qr, asked = reverse("loop:question", args=[public.source_id]), EffectQuestion.objects.get()
    survey = Survey.objects.get(pk=asked.survey_id)
    assert "Märker du skillnad?" in client.get(public.get_absolute_url()).content.decode()

    pause_survey(survey, actor=auditor)
    assert "pausad just nu" in client.get(qr, follow=True).content.decode()
    resume_survey(survey, actor=auditor)

    # Closed: every page says so at once, also those that were kept.
    services.close_effect_question(public, actor=auditor)
    assert "har stängt" in client.get(asked.url, follow=True).content.decode()
    assert "ingen fråga att svara på" in client.get(qr).content.decode()
    assert public.source.url in client.get(qr).content.decode()
    assert "Märker du skillnad?" not in client.get(public.get_absolute_url()).content.decode()

    again = services.open_effect_question(public, actor=auditor)
    assert client.get(qr).url == again.url
    assert again.url in client.get(public.get_absolute_url()).content.decode()


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_the_poster_reads_aloud_as_it_is_written(
    paper, make_proposal, auditor, source, unit_manager, tmp_path: Path
):
    first = make_proposal(title="Ge alla en kopia")
    make_proposal(title="Öppna klockan sju")
    services.publish_proposals(source, today(), actor=auditor)
    say_yes(fresh(first), unit_manager, today() + timedelta(days=30))

    content = poster.render_poster(source, paper)

    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(content, poster.poster_html(source, paper))


def test_the_poster_says_who_of_several_has_answered(
    make_proposal, auditor, source, unit, kommun, unit_manager
):
    proposal = make_proposal(unit, kommun)
    services.publish_proposals(source, today(), actor=auditor)
    say_yes(fresh(proposal), unit_manager, today() + timedelta(days=30))

    paper = poster.poster_html(source, "a4")

    assert f"{unit.name}: Ja, det gör vi." in paper
    assert f"{kommun.name}: Svar ska komma senast" in paper


def test_the_poster_is_one_sheet_or_has_its_code_on_the_first(make_proposal, auditor, source, unit_manager):
    for count in range(5):
        proposal = make_proposal(title=f"Förslag {count} om en utskriven plan till alla som går här")
        services.publish_proposals(source, today(), actor=auditor)
        say_yes(fresh(proposal), unit_manager, today() + timedelta(days=30))

    small, large = (
        pypdf.PdfReader(io.BytesIO(poster.render_poster(source, paper))).pages for paper in poster.PAPERS
    )

    assert len(large) == 1
    for sheet in (small[0], large[0]):
        first = " ".join(sheet.extract_text().split())
        assert "Vill du veta mer?" in first
        assert source.full_name in first


def test_the_poster_is_made_anew_only_when_something_changed(public, unit_manager):
    first = poster.ready_poster(public.source_id, "a4")
    assert poster.ready_poster(public.source_id, "a4") == first

    say_yes(public, unit_manager, today() + timedelta(days=30))

    assert poster.ready_poster(public.source_id, "a4") != first
    assert poster.ready_poster(public.source_id, "a5") is None
