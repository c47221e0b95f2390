"""The report's writes: chapters nobody overwrites, the right of reply, approval, publication, correction."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from common import sealing
from common.errors import DomainError, EditConflictError
from common.models import Edition, OutboxMessage, StatusChange
from proposals import services as loop
from proposals.models import Proposal
from revisions.models import ChapterVersion, Finding, Quote, ReplyComment, ReplyWindow, UserAudit
from revisions.queries.report_data import edition_key, fingerprint, is_approved, report_data
from revisions.report_prefill import prefill
from revisions.services import publication, reply
from revisions.services.report import restore_chapter, save_chapter
from revisions.services.source import source_of
from tests.revisions.analysis_factories import answered_interview
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview
from tests.revisions.report_factories import SENTENCE, make_draft, make_finding

SENT = date(2026, 12, 8)


@pytest.fixture
def draft(team: Team, unit_manager: Any) -> UserAudit:
    """An audit whose report is being written: both summaries, one strength, one improvement with a quote."""
    return make_draft(team)


def _fresh(user: Any) -> Any:
    return type(user).objects.get(pk=user.pk)


def _sent(draft: UserAudit, team: Team, on: date = SENT) -> ReplyWindow:
    (window,) = reply.send_for_reply(draft, actor=team.lead, on=on)
    return window


def _approve(audit: UserAudit, team: Team) -> None:
    publication.approve_report(audit, fingerprint(report_data(audit)), actor=team.lead)


def _time_is_out(audit: UserAudit) -> None:
    audit.reply_windows.update(sent_on=date(2026, 1, 7), ends_on=date(2026, 2, 4))


# --- chapters -----------------------------------------------------------------------------------


def test_a_chapter_is_sealed_and_every_version_is_kept(draft: UserAudit, team: Team) -> None:
    save_chapter(draft, "discussion", f"Första. {SENTENCE}", expected_version=0, actor=team.auditor)
    save_chapter(draft, "discussion", "Andra.", expected_version=1, actor=team.lead)

    versions = ChapterVersion.objects.filter(chapter__kind="discussion")
    assert [(one.number, one.by) for one in versions] == [(2, team.lead), (1, team.auditor)]
    assert SENTENCE.encode() not in b"".join(bytes(one.text) for one in versions)


def test_the_second_of_two_writers_gets_both_texts_and_overwrites_nothing(
    draft: UserAudit, team: Team
) -> None:
    save_chapter(draft, "discussion", "Lennarts text.", expected_version=0, actor=team.lead)

    with pytest.raises(EditConflictError) as told:
        save_chapter(draft, "discussion", "Alvas text.", expected_version=0, actor=team.auditor)

    assert told.value.changed == {"Texten": ("Lennarts text.", "Alvas text.")}
    assert ChapterVersion.objects.filter(chapter__kind="discussion").count() == 1


def test_the_same_text_saved_again_is_no_new_version(draft: UserAudit, team: Team) -> None:
    for _ in range(2):
        save_chapter(draft, "discussion", "Samma.", expected_version=0, actor=team.lead)

    assert ChapterVersion.objects.filter(chapter__kind="discussion").count() == 1


def test_an_earlier_version_comes_back_as_the_newest(draft: UserAudit, team: Team) -> None:
    save_chapter(draft, "discussion", "Första.", expected_version=0, actor=team.lead)
    save_chapter(draft, "discussion", "Andra.", expected_version=1, actor=team.lead)

    first = ChapterVersion.objects.get(chapter__kind="discussion", number=1)
    restore_chapter(first, expected_version=2, actor=team.auditor)

    texts = {one["kind"]: one["text"] for one in report_data(draft)["chapters"]}
    assert texts["discussion"] == "Första."
    assert ChapterVersion.objects.filter(chapter__kind="discussion").count() == 3


@pytest.mark.parametrize("is_pair", [True, False])
def test_the_report_says_that_two_were_at_every_interview_only_when_they_were(
    team: Team, is_pair: bool
) -> None:
    make_interview(team.audit, team.guide, team.auditor, team.second, status="done")
    other = team.second if is_pair else None
    make_interview(team.audit, team.guide, team.lead, other, code="A02", status="done")

    assert ("Två var med vid varje intervju." in prefill(team.audit, "assignment")) is is_pair


def test_a_personal_number_never_reaches_a_chapter(draft: UserAudit, team: Team) -> None:
    with pytest.raises(DomainError) as told:
        save_chapter(draft, "discussion", "Hon, 19811218-9876.", expected_version=0, actor=team.lead)

    assert told.value.field == "text"


def test_only_the_team_writes(
    draft: UserAudit, team: Team, coordinator: Any, administrator: Any, unit_manager: Any, other_auditor: Any
) -> None:
    for user in (coordinator, administrator, unit_manager, other_auditor, team.commissioner):
        with pytest.raises(DomainError):
            save_chapter(draft, "discussion", "Nej.", expected_version=0, actor=user)

    save_chapter(draft, "discussion", "Ja.", expected_version=0, actor=team.auditor)


# --- the right of reply -------------------------------------------------------------------------


def test_sent_on_the_eighth_of_december_it_ends_on_the_twelfth_of_january(
    draft: UserAudit, team: Team
) -> None:
    window = _sent(draft, team)

    assert (window.sent_on, window.ends_on) == (date(2026, 12, 8), date(2027, 1, 12))
    assert UserAudit.objects.get(pk=draft.pk).status == "factcheck"


def test_a_waiting_quote_stops_the_sending(draft: UserAudit, team: Team) -> None:
    Quote.objects.update(state="suggested", approved_by=None)

    with pytest.raises(DomainError):
        _sent(draft, team)

    assert not ReplyWindow.objects.exists()


def test_sent_twice_at_once_it_is_sent_once(draft: UserAudit, team: Team) -> None:
    first = reply.send_for_reply(draft, actor=team.lead, on=SENT)
    again = reply.send_for_reply(draft, actor=team.lead, on=SENT)

    assert [one.pk for one in first] == [one.pk for one in again]
    assert StatusChange.objects.filter(target="factcheck").count() == 1


def test_a_collaboration_is_sent_to_each_principal(draft: UserAudit, team: Team, unit: Any) -> None:
    draft.audit_units.all().delete()
    draft.principals.add(unit.principal)

    window = _sent(draft, team)

    assert (window.unit, window.principal) == (None, unit.principal)


def test_the_letter_says_nothing_of_what_it_is_about(draft: UserAudit, team: Team, unit_manager: Any) -> None:
    _sent(draft, team)

    letter = OutboxMessage.objects.get(kind="mail", payload__to=unit_manager.email).payload
    for word in (draft.title, str(draft.audit_units.get().unit), "revision"):
        assert word not in letter["subject"] + letter["body"].replace("/revisioner/", "")
    assert "12\xa0januari 2027" in letter["body"]


def test_an_addressee_comments_once_however_often_it_is_sent(
    draft: UserAudit, team: Team, unit_manager: Any
) -> None:
    window = _sent(draft, team, timezone.localdate())
    key = uuid.uuid4()

    for _ in range(2):
        reply.write_comment(window, "Siffran är fel.", chapter=None, form_key=key, actor=_fresh(unit_manager))

    comment = ReplyComment.objects.get()
    assert b"Siffran" not in bytes(comment.text)


def test_nobody_else_comments(
    draft: UserAudit, team: Team, coordinator: Any, administrator: Any, other_auditor: Any, outsider: Any
) -> None:
    window = _sent(draft, team, timezone.localdate())

    for user in (coordinator, administrator, other_auditor, outsider, team.auditor, team.commissioner):
        with pytest.raises(DomainError):
            reply.write_comment(window, "Nej.", chapter=None, form_key=uuid.uuid4(), actor=_fresh(user))


@pytest.mark.parametrize("done", ["time", "said"])
def test_after_the_time_or_the_word_no_more_comments(
    draft: UserAudit, team: Team, unit_manager: Any, done: str
) -> None:
    window = _sent(draft, team, timezone.localdate())
    if done == "time":
        _time_is_out(draft)
    else:
        reply.close_reply(window, actor=_fresh(unit_manager))

    with pytest.raises(DomainError):
        reply.write_comment(window, "Sent.", chapter=None, form_key=uuid.uuid4(), actor=_fresh(unit_manager))


def test_an_answered_comment_stands(draft: UserAudit, team: Team, unit_manager: Any) -> None:
    window = _sent(draft, team, timezone.localdate())
    manager = _fresh(unit_manager)
    comment = reply.write_comment(window, "Fel.", chapter=None, form_key=uuid.uuid4(), actor=manager)
    reply.answer_comment(comment, "Vi har rättat.", expected_version=1, actor=team.auditor)

    with pytest.raises(DomainError):
        reply.edit_comment(comment, "Något annat.", expected_version=2, actor=manager)
    with pytest.raises(DomainError):
        reply.remove_comment(comment, actor=manager)

    (said,) = report_data(draft)["replies"]
    assert said["comments"] == [{"chapter": "Hela rapporten", "text": "Fel.", "answer": "Vi har rättat."}]


# --- approval and publication -------------------------------------------------------------------


def test_another_text_needs_another_yes(draft: UserAudit, team: Team) -> None:
    _sent(draft, team)
    _approve(draft, team)
    before = is_approved(draft)
    save_chapter(draft, "summary", "En ändrad sammanfattning.", expected_version=1, actor=team.auditor)

    assert before
    assert not is_approved(draft)


def test_what_an_addressee_writes_undoes_no_approval(draft: UserAudit, team: Team, unit_manager: Any) -> None:
    window = _sent(draft, team, timezone.localdate())
    _approve(draft, team)

    reply.write_comment(window, "Vänta!", chapter=None, form_key=uuid.uuid4(), actor=_fresh(unit_manager))

    assert is_approved(draft)
    assert "Vänta!" not in str(report_data(draft))


def test_a_page_opened_before_the_last_change_approves_nothing(draft: UserAudit, team: Team) -> None:
    _sent(draft, team)
    seen = fingerprint(report_data(draft))
    save_chapter(draft, "summary", "Ändrat.", expected_version=1, actor=team.auditor)

    with pytest.raises(DomainError) as told:
        publication.approve_report(draft, seen, actor=team.lead)

    assert told.value.message == publication.CHANGED


def test_only_the_lead_approves(draft: UserAudit, team: Team, coordinator: Any) -> None:
    _sent(draft, team)

    for user in (team.auditor, coordinator):
        with pytest.raises(DomainError):
            publication.approve_report(draft, fingerprint(report_data(draft)), actor=user)


def test_the_worker_publishes_what_is_approved_when_the_time_is_out(draft: UserAudit, team: Team) -> None:
    _sent(draft, team)
    _approve(draft, team)
    before = publication.publish_due()
    _time_is_out(draft)

    assert before == 0
    assert publication.publish_due() == 1
    assert publication.publish_due() == 0
    audit = UserAudit.objects.get(pk=draft.pk)
    assert (audit.status, audit.published_on) == ("published", timezone.localdate())
    assert {one.published_title for one in Finding.objects.all()} == {"Trygga samtal", "Väntan är lång"}
    assert [one.published_wording for one in Quote.objects.all()] == [SENTENCE]
    edition = Edition.objects.get(key=edition_key(audit))
    assert (edition.number, edition.data["published_on"]) == (1, timezone.localdate().isoformat())
    assert [one["given"] for one in edition.data["replies"]] == [False]


def test_without_approval_nothing_is_published_and_the_lead_is_told_once_a_week(
    draft: UserAudit, team: Team
) -> None:
    _sent(draft, team)
    _time_is_out(draft)

    assert publication.publish_due() == publication.publish_due() == 0
    assert not Edition.objects.exists()
    assert OutboxMessage.objects.filter(payload__to=team.lead.email).count() == 1


def test_before_the_time_is_out_not_even_the_lead_publishes(draft: UserAudit, team: Team) -> None:
    _sent(draft, team, timezone.localdate())
    _approve(draft, team)

    with pytest.raises(DomainError):
        publication.publish_report(draft, actor=team.lead)

    assert UserAudit.objects.get(pk=draft.pk).status == "factcheck"
    assert set(Finding.objects.values_list("published_title", flat=True)) == {""}


def test_when_everybody_is_done_the_lead_may_publish_early(
    draft: UserAudit, team: Team, unit_manager: Any
) -> None:
    window = _sent(draft, team, timezone.localdate())
    _approve(draft, team)
    reply.close_reply(window, actor=_fresh(unit_manager))

    assert publication.publish_due() == 0
    publication.publish_report(draft, actor=team.lead)

    assert UserAudit.objects.get(pk=draft.pk).status == "published"


def test_publication_sends_the_proposals_with_sixty_working_days(
    draft: UserAudit, team: Team, unit: Any
) -> None:
    source = source_of(draft, actor=team.lead)
    loop.create_proposal(
        source=source, title="Ring upp inom en dag", text="Ring.", addressees=[unit], actor=team.lead
    )
    _sent(draft, team)
    _approve(draft, team)
    _time_is_out(draft)
    publication.publish_report(draft, actor=team.lead, on=date(2026, 2, 5))

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.public_on) == ("public", date(2026, 2, 5))
    assert proposal.addressees.get().answer_due == date(2026, 5, 5)


def test_an_unfinished_proposal_is_told_when_the_lead_approves(draft: UserAudit, team: Team) -> None:
    loop.create_proposal(source=source_of(draft, actor=team.lead), title="Ring upp", actor=team.lead)
    _sent(draft, team)

    with pytest.raises(DomainError) as told:
        _approve(draft, team)

    assert "Ange vem förslag 1 riktas till." in told.value.message


def test_a_correction_is_a_new_edition_with_a_note(draft: UserAudit, team: Team) -> None:
    _sent(draft, team)
    _approve(draft, team)
    _time_is_out(draft)
    publication.publish_report(draft, actor=team.lead)
    audit = UserAudit.objects.get(pk=draft.pk)
    save_chapter(audit, "summary", "Rättad sammanfattning.", expected_version=1, actor=team.auditor)
    seen = fingerprint(report_data(audit))

    for _ in range(2):
        publication.correct_report(audit, "Ett antal är rättat.", seen, actor=team.lead)

    first, second = Edition.objects.filter(key=edition_key(audit)).order_by("number")
    assert (first.data["note"], second.data["note"]) == ("", "Ett antal är rättat.")
    assert "Rättad sammanfattning." not in str(first.data)
    assert "Rättad sammanfattning." in str(second.data)


def test_a_quote_chosen_after_the_approval_stays_sealed(draft: UserAudit, team: Team) -> None:
    _sent(draft, team)
    _approve(draft, team)
    Quote.objects.update(state="rejected", approved_by=None)
    _time_is_out(draft)

    assert publication.publish_due() == 0
    assert set(Quote.objects.values_list("published_wording", flat=True)) == {""}


def test_a_key_store_that_is_away_stops_one_report_and_changes_nothing(
    draft: UserAudit, team: Team, settings: Any
) -> None:
    _sent(draft, team)
    _approve(draft, team)
    _time_is_out(draft)
    working = settings.KEY_STORE_URL
    settings.KEY_STORE_URL = "file:///nowhere/at/all?mirror=/nowhere/else"

    assert publication.publish_due() == 0
    with pytest.raises(sealing.SealingError):
        save_chapter(draft, "summary", "Ny text.", expected_version=1, actor=team.lead)

    settings.KEY_STORE_URL = working
    assert publication.publish_due() == 1


def test_how_many_were_interviewed_is_told_from_five_on(draft: UserAudit, team: Team) -> None:
    for number in range(1, 5):
        answered_interview(team, code=f"B0{number}")
    four = report_data(draft)
    answered_interview(team, code="B05")

    assert (four["interviews"], report_data(draft)["interviews"]) == (None, 5)


def test_findings_come_strengths_first(draft: UserAudit, team: Team) -> None:
    make_finding(draft, "strength", "Bra mottagande", "Man blir sedd.")

    kinds = [one["kind"] for one in report_data(draft)["findings"]]

    assert kinds == ["strength", "strength", "improvement"]


def test_a_deadline_is_over_the_day_after(draft: UserAudit, team: Team) -> None:
    _sent(draft, team)
    _approve(draft, team)
    today = timezone.localdate()
    draft.reply_windows.update(sent_on=today - timedelta(days=30), ends_on=today)
    on_the_last_day = publication.publish_due()
    draft.reply_windows.update(ends_on=today - timedelta(days=1))

    assert on_the_last_day == 0
    assert publication.publish_due() == 1
