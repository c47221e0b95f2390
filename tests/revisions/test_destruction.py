"""Raw material is destroyed: planned, reminded, agreed by two, done once, and dark in old dumps too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from common import sealing
from common.errors import DomainError
from common.models import OutboxMessage, TrailEntry
from common.sealing import KeyGoneError, shredding
from common.sealing.opening import open_store
from revisions.models import (
    CodedPassage,
    Destruction,
    Interview,
    InterviewAnswer,
    Quote,
    ReportChapter,
    ScaleCount,
    UserAudit,
)
from revisions.queries.counts import shown_scales
from revisions.services import coding, destruction, findings, quotes
from revisions.services import report as report_services
from revisions.services.audits import cancel_audit
from revisions.services.coding import Coding
from revisions.services.findings import FindingWords
from tests.revisions.analysis_factories import SENTENCE, TEXT, answered_interview, scale_answers
from tests.revisions.conftest import Team
from tests.revisions.factories import make_audit

pytestmark = pytest.mark.django_db

UNPUBLISHED = "Sedan ringde de."


@pytest.fixture
def published(team: Team) -> Team:
    """An audit whose report is out: an approved quote, a rejected one, memos, counts and a chapter."""
    audit = team.audit
    audit.status = "analysing"
    audit.save(update_fields=["status"])
    answer = answered_interview(team)
    scale_answers(team, [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3])
    said = _marked(team, answer, SENTENCE)
    unsaid = _marked(team, answer, UNPUBLISHED)
    finding = findings.create_finding(
        audit, FindingWords("improvement", "Lång väntan", "Många.", said.codes.get()), actor=team.auditor
    )
    approved, rejected = (quotes.choose_quote(finding, one, actor=team.auditor) for one in (said, unsaid))
    quotes.approve_quote(approved, expected_version=1, actor=team.second)
    quotes.reject_quote(rejected, expected_version=1, actor=team.second)
    audit.refresh_from_db()
    report_services.save_chapter(
        audit, "discussion", "Vi såg lång väntan.", expected_version=0, actor=team.lead
    )
    UserAudit.objects.filter(pk=audit.pk).update(
        status="published", published_on=timezone.localdate() - timedelta(days=190)
    )
    audit.refresh_from_db()
    return team


def _marked(team: Team, answer: InterviewAnswer, words: str) -> CodedPassage:
    start = TEXT.index(words)
    return coding.code_passage(
        answer, start, start + len(words), Coding(own="Väntan", memo=f"Om {words}"), expected_revision=1,
        actor=team.auditor,
    )  # fmt: skip


def _agree(team: Team) -> None:
    destruction.confirm_destruction(team.audit, actor=team.lead)
    destruction.confirm_destruction(team.audit, actor=team.auditor)


def _destroy(team: Team) -> Destruction:
    _agree(team)
    record = destruction.destroy_material(team.audit)
    assert record is not None
    team.audit.refresh_from_db()
    return record


# --- planning and reminding


def test_it_is_planned_six_months_after_publication_and_the_lead_is_reminded_neutrally(
    published: Team,
) -> None:
    assert destruction.follow_days() == 1
    assert destruction.follow_days() == 0
    plan = Destruction.objects.get()
    assert plan.due_on == destruction.due_on(published.audit)
    letter = OutboxMessage.objects.get(kind="mail").payload
    assert letter["to"] == published.lead.email
    assert published.audit.title not in letter["subject"] + letter["body"]
    assert reverse("revisions:destruction", args=[published.audit.pk]) in letter["body"]


def test_nothing_is_planned_before_publication(team: Team) -> None:
    destruction.follow_days()
    assert not Destruction.objects.exists()
    with pytest.raises(DomainError, match="när rapporten är publicerad"):
        destruction.confirm_destruction(team.audit, actor=team.lead)


def test_what_was_told_to_a_cancelled_audit_is_planned_to_go_too(team: Team, coordinator: Any) -> None:
    """Nothing of it is ever published, so it would otherwise lie there for good."""
    make_audit(status="cancelled", cancelled_reason="Det blev inget av.")
    answered_interview(team)
    cancel_audit(team.audit, "Mottagningen läggs ned.", actor=coordinator)

    assert destruction.follow_days() == 0
    plan = Destruction.objects.get()
    assert (plan.audit, plan.due_on) == (team.audit, timezone.localdate() + relativedelta(months=6))
    UserAudit.objects.filter(pk=team.audit.pk).update(retention_months=0)
    assert destruction.follow_days() == 1
    _destroy(team)
    assert not InterviewAnswer.objects.exists()


# --- two people


def test_the_same_person_is_not_two(published: Team) -> None:
    destruction.confirm_destruction(published.audit, actor=published.lead)
    with pytest.raises(DomainError, match="Någon annan i teamet"):
        destruction.confirm_destruction(published.audit, actor=published.lead)
    assert destruction.destroy_material(published.audit) is None
    assert InterviewAnswer.objects.exists()


def test_one_of_the_two_leads_the_audit(published: Team) -> None:
    destruction.confirm_destruction(published.audit, actor=published.auditor)
    with pytest.raises(DomainError, match="revisionsledaren"):
        destruction.confirm_destruction(published.audit, actor=published.second)
    assert destruction.confirm_destruction(published.audit, actor=published.lead).second_yes_by


def test_a_yes_is_taken_back_until_the_second_is_given(published: Team) -> None:
    destruction.confirm_destruction(published.audit, actor=published.lead)
    destruction.take_back_yes(published.audit, actor=published.auditor)
    _agree(published)
    with pytest.raises(DomainError, match="förstörs nu"):
        destruction.take_back_yes(published.audit, actor=published.lead)


@pytest.mark.parametrize("who", ["commissioner", "stranger"])
def test_nobody_outside_the_team_says_yes(published: Team, who: str, make_user: Callable[..., Any]) -> None:
    person = published.commissioner if who == "commissioner" else make_user("Kim Utanför")
    with pytest.raises(DomainError, match="inte behörighet"):
        destruction.confirm_destruction(published.audit, actor=person)


# --- what goes and what stays


def test_everything_raw_goes_and_a_record_stays(published: Team) -> None:
    record = _destroy(published)
    assert (record.interviews, record.answers) == (1, 12)
    assert record.done_at is not None
    assert published.audit.raw_destroyed_on == timezone.localdate()
    assert not InterviewAnswer.objects.exists()
    assert not CodedPassage.objects.exists()
    assert not Interview.objects.exclude(key_id=None).exists()
    quote = Quote.objects.get()
    assert (quote.original, quote.passage, quotes.wording_of(quote)) == (None, None, SENTENCE)
    assert TrailEntry.objects.filter(verb="destroy_material").count() == 1


def test_counts_and_the_teams_own_texts_stay_readable(published: Team) -> None:
    before = [scale.counts for scale in shown_scales(published.audit) if scale.base]
    key = published.audit.key_id
    _destroy(published)
    assert [scale.counts for scale in shown_scales(published.audit) if scale.base] == before
    assert ScaleCount.objects.exists()
    assert published.audit.key_id != key
    assert findings.words_of(Quote.objects.get().finding).title == "Lång väntan"
    version = ReportChapter.objects.get(kind="discussion").versions.first()
    assert version is not None
    assert published.audit.key_id is not None
    text = sealing.unseal(version.text, published.audit.key_id, place=sealing.place_of(version, "text"))
    assert "Vi såg lång väntan." in text


def test_done_twice_is_done_once(published: Team) -> None:
    first = _destroy(published)
    again = destruction.destroy_material(published.audit)
    assert again is not None
    assert (again.done_at, again.answers) == (first.done_at, first.answers)


def test_killed_midway_nothing_is_lost_and_the_clock_goes_on(
    published: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    _agree(published)

    class KilledError(BaseException):
        pass

    def die(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(destruction, "_seal_anew", die)
        with pytest.raises(KilledError):
            destruction.destroy_material(published.audit)
    assert InterviewAnswer.objects.filter(text__isnull=False).exists()
    assert sealing.keyring(Interview.objects.values_list("key_id", flat=True)).opens(
        Interview.objects.get(code="A01").key_id
    )
    destruction.follow_days()
    assert Destruction.objects.get().done_at is not None


# --- the dump


def _dump() -> dict[str, bytes]:
    """Every table of the database, as ``pg_dump`` writes them: outbox, trail and sessions too."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                found[table] = b"".join(bytes(block) for block in copy)
    return found


def _searched(dump: dict[str, bytes], words: str) -> bool:
    """Whether the words stand in the dump, in plain or as the hex that binary columns are written in."""
    whole = b"".join(dump.values())
    return words.encode() in whole or words.encode().hex().encode() in whole


def test_a_dump_from_before_cannot_be_opened_after(published: Team) -> None:
    """The dump is put back beside the key store as it is now, with every sealing key."""
    before = _dump()
    assert len(before) > 100
    for words in (UNPUBLISHED, SENTENCE, f"Om {SENTENCE}", "Lång väntan", "Vi såg lång väntan."):
        assert not _searched(before, words)
    interviews = {row.pk: row.key_id for row in Interview.objects.filter(key_id__isnull=False)}
    audit_key = published.audit.key_id
    assert audit_key is not None
    # Opened before: the test would otherwise not tell a dark text from one that was never readable.
    rejected = Quote.objects.get(state="rejected")
    assert quotes.wording_of(rejected) == UNPUBLISHED
    _destroy(published)
    shredding.destroy_waiting()
    _restore(before)
    answer = InterviewAnswer.objects.select_related("interview").get(text__isnull=False)
    passage = CodedPassage.objects.exclude(memo=None).first()
    quote = Quote.objects.get(pk=rejected.pk)
    assert passage is not None
    sealed = [
        (answer, "text", interviews[answer.interview_id]),
        (passage, "memo", interviews[answer.interview_id]),
        (quote, "original", interviews[answer.interview_id]),
        (quote, "wording", audit_key),
    ]
    for row, field, key_id in sealed:
        with pytest.raises(KeyGoneError):
            sealing.unseal(getattr(row, field), key_id, place=sealing.place_of(row, field))
    # Not only refused: the store itself has nothing left to open them with.
    kept = dict(open_store().read([audit_key, *interviews.values()]))
    assert not any(kept.values())


def _restore(dump: dict[str, bytes]) -> None:
    """Put the dumped rows back, as somebody with an old backup would."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM revisions_quote")
        for table in ("revisions_interviewanswer", "revisions_codedpassage", "revisions_quote"):
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(dump[table])


def test_a_searched_dump_finds_what_stands_in_plain(published: Team) -> None:
    Quote.objects.update(published_wording=SENTENCE, wording=UNPUBLISHED.encode())
    dump = _dump()
    assert _searched(dump, SENTENCE)
    assert _searched(dump, UNPUBLISHED)
