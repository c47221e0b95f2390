"""Coding, findings, quotes and counts: what the services keep, refuse and never let out."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from common import sealing
from common.errors import DomainError, EditConflictError
from common.models import TrailEntry
from organisations.models import Theme
from proposals.models import Proposal
from revisions.models import AnalysisCode, CodedPassage, Finding, Quote, ScaleCount
from revisions.queries.analysis_findings import finding_page
from revisions.queries.counts import TOO_FEW, Scale, shown_scale, shown_scales
from revisions.services import coding, findings, quotes
from revisions.services.coding import Coding
from revisions.services.counts import freeze_counts
from revisions.services.findings import FindingWords
from tests.revisions.analysis_factories import SENTENCE, add_answer, answered_interview, scale_answers
from tests.revisions.conftest import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysed(team: Team) -> Team:
    """The team's audit while the answers are read."""
    team.audit.status = "analysing"
    team.audit.save(update_fields=["status"])
    return team


@pytest.fixture
def passage(analysed: Team) -> CodedPassage:
    """Alva has marked the whole first sentence of A01."""
    answer = answered_interview(analysed)
    return coding.code_passage(
        answer, 0, len(SENTENCE), Coding(own="Väntan"), expected_revision=1, actor=analysed.auditor
    )


@pytest.fixture
def finding(analysed: Team, passage: CodedPassage) -> Finding:
    words = FindingWords("improvement", "Lång väntan", "Många fick vänta.", passage.codes.get())
    return findings.create_finding(analysed.audit, words, actor=analysed.auditor)


@pytest.fixture
def quote(analysed: Team, finding: Finding, passage: CodedPassage) -> Quote:
    return quotes.choose_quote(finding, passage, actor=analysed.auditor)


# --- coding


def test_a_marking_keeps_places_and_codes_but_no_words(analysed: Team, passage: CodedPassage) -> None:
    assert (passage.start, passage.end) == (0, len(SENTENCE))
    assert [code.name for code in passage.codes.all()] == ["Väntan"]
    assert TrailEntry.objects.filter(verb="code_interview").count() == 1


def test_the_same_marking_sent_twice_is_one(analysed: Team, passage: CodedPassage) -> None:
    theme = Theme.objects.create(name="Bemötande", slug="bemotande", order=9)
    again = coding.code_passage(
        passage.answer, 0, len(SENTENCE) + 1, Coding(themes=[theme], memo="Se A02."), expected_revision=1,
        actor=analysed.auditor,
    )  # fmt: skip
    assert again.pk == passage.pk
    assert [code.theme for code in again.codes.all()] == [theme]
    assert b"Se A02." not in bytes(again.memo or b"")
    ring = sealing.keyring([again.answer.interview.key_id])
    assert coding.memo_of(again, ring) == "Se A02."


def test_two_coders_mark_the_same_words_each_for_themselves(analysed: Team, passage: CodedPassage) -> None:
    other = coding.code_passage(
        passage.answer, 0, len(SENTENCE), Coding(codes=list(passage.codes.all())), expected_revision=1,
        actor=analysed.second,
    )  # fmt: skip
    assert other.pk != passage.pk
    with pytest.raises(DomainError, match="Bara den som gjorde markeringen"):
        coding.edit_passage(passage, Coding(own="Annat"), actor=analysed.second)


@pytest.mark.parametrize(
    ("start", "end", "choice", "field"),
    [
        (5, 5, Coding(own="Väntan"), "passage"),
        (0, 90_000, Coding(own="Väntan"), "passage"),
        (0, 10, Coding(), "codes"),
        (0, 10, Coding(own="x" * 81), "name"),
        (0, 10, Coding(own="Väntan", memo="19900101-0017"), "memo"),
    ],
)
def test_a_marking_that_makes_no_sense_is_refused_at_its_field(
    analysed: Team, start: int, end: int, choice: Coding, field: str
) -> None:
    answer = answered_interview(analysed)
    with pytest.raises(DomainError) as refused:
        coding.code_passage(answer, start, end, choice, expected_revision=1, actor=analysed.auditor)
    assert refused.value.field == field
    assert not CodedPassage.objects.exists()


def test_an_answer_edited_meanwhile_is_read_again_before_it_is_marked(analysed: Team) -> None:
    answer = answered_interview(analysed)
    with pytest.raises(DomainError, match="har ändrats"):
        coding.code_passage(answer, 0, 10, Coding(own="Väntan"), expected_revision=0, actor=analysed.auditor)


def test_nothing_is_coded_while_an_interview_can_be_withdrawn(team: Team) -> None:
    answer = answered_interview(team)
    with pytest.raises(DomainError, match="när alla intervjuer är klara"):
        coding.code_passage(answer, 0, 10, Coding(own="Väntan"), expected_revision=1, actor=team.auditor)


def test_only_the_team_codes(analysed: Team, other_auditor: Any) -> None:
    answer = answered_interview(analysed)
    for somebody in (other_auditor, analysed.commissioner):
        with pytest.raises(DomainError, match="inte behörighet"):
            coding.code_passage(answer, 0, 10, Coding(own="Väntan"), expected_revision=1, actor=somebody)


def test_a_used_code_stays_and_an_unused_one_goes(analysed: Team, passage: CodedPassage) -> None:
    with pytest.raises(DomainError, match="används"):
        coding.remove_code(passage.codes.get(), actor=analysed.auditor)
    unused = coding.add_code(analysed.audit, "Trygghet", actor=analysed.auditor)
    coding.remove_code(unused, actor=analysed.auditor)
    assert AnalysisCode.objects.count() == 1


# --- findings


def test_a_finding_is_sealed_and_a_form_sent_twice_makes_one(analysed: Team, finding: Finding) -> None:
    words = findings.words_of(finding)
    assert (words.title, words.summary) == ("Lång väntan", "Många fick vänta.")
    again = findings.create_finding(
        analysed.audit,
        FindingWords("improvement", "Lång väntan", ""),
        form_key=finding.pk,
        actor=analysed.auditor,
    )
    assert again == finding
    assert "vänta" not in _dump("revisions_finding")


def test_who_saves_a_finding_last_sees_both_texts(analysed: Team, finding: Finding) -> None:
    findings.edit_finding(
        finding, FindingWords("improvement", "Väntan", "Kort."), expected_version=1, actor=analysed.second
    )
    with pytest.raises(EditConflictError) as refused:
        findings.edit_finding(
            finding, FindingWords("strength", "Tålamod", "Långt."), expected_version=1, actor=analysed.auditor
        )
    assert refused.value.changed["Rubrik"] == ("Väntan", "Tålamod")


def test_findings_change_places_within_their_kind(analysed: Team, finding: Finding) -> None:
    second = findings.create_finding(
        analysed.audit, FindingWords("improvement", "Buller", ""), actor=analysed.auditor
    )
    strength = findings.create_finding(
        analysed.audit, FindingWords("strength", "Värme", ""), actor=analysed.auditor
    )
    findings.move_finding(second, up=True, actor=analysed.auditor)
    findings.move_finding(strength, up=True, actor=analysed.auditor)
    assert list(Finding.objects.filter(kind="improvement")) == [second, finding]


# --- quotes


@pytest.mark.parametrize(
    ("wording", "reworded"),
    [
        ("Jag fick vänta i sex veckor.", False),
        ("… Jag  fick vänta\ni sex veckor. […]", False),
        ("Jag fick vänta ... i sex veckor.", False),
        ("Jag fick vänta … veckor.", True),
        ("Hon fick vänta i sex veckor.", True),
        ("Jag fick vänta i sex veckor", True),
    ],
)
def test_only_spaces_and_ellipses_leave_a_quote_verbatim(wording: str, reworded: bool) -> None:
    assert quotes.is_reworded("Jag fick vänta i sex veckor.", wording) is reworded


def test_words_that_two_coders_marked_are_chosen_once(
    analysed: Team, finding: Finding, quote: Quote, passage: CodedPassage
) -> None:
    def places() -> int:
        return len(finding_page(finding, analysed.auditor, "").places)

    for end in (len(SENTENCE), 12):
        other = coding.code_passage(
            passage.answer, 0, end, Coding(codes=list(passage.codes.all())), expected_revision=1,
            actor=analysed.second,
        )  # fmt: skip
        assert places() == (0 if end == len(SENTENCE) else 1)
        chosen = quotes.choose_quote(finding, other, actor=analysed.second)
        assert (chosen == quote) is (end == len(SENTENCE))


def test_a_quote_is_approved_by_another_than_the_one_who_chose_it(analysed: Team, quote: Quote) -> None:
    with pytest.raises(DomainError, match="Den som skrev orden"):
        quotes.approve_quote(quote, expected_version=1, actor=analysed.auditor)
    approved = quotes.approve_quote(quote, expected_version=1, actor=analysed.second)
    assert (approved.state, approved.approved_by) == ("approved", analysed.second)


def test_new_words_take_the_approval_away_and_need_a_third_eye(analysed: Team, quote: Quote) -> None:
    quotes.approve_quote(quote, expected_version=1, actor=analysed.second)
    reworded = quotes.reword_quote(quote, "Jag fick vänta länge.", expected_version=2, actor=analysed.second)
    assert (reworded.state, reworded.reworded, reworded.approved_by) == ("suggested", True, None)
    with pytest.raises(DomainError, match="Den som skrev orden"):
        quotes.approve_quote(quote, expected_version=3, actor=analysed.second)
    assert quotes.original_of(reworded) == SENTENCE
    assert quotes.approve_quote(quote, expected_version=3, actor=analysed.auditor).state == "approved"


def test_nobody_approves_other_words_than_those_they_read(analysed: Team, quote: Quote) -> None:
    quotes.reword_quote(quote, "Jag fick vänta länge.", expected_version=1, actor=analysed.auditor)
    for judge in (quotes.approve_quote, quotes.reject_quote):
        with pytest.raises(DomainError, match="har ändrats"):
            judge(quote, expected_version=1, actor=analysed.second)


def test_the_sentence_stands_nowhere_in_plain(analysed: Team, quote: Quote) -> None:
    quotes.approve_quote(quote, expected_version=1, actor=analysed.second)
    for table in (
        "revisions_quote",
        "revisions_codedpassage",
        "revisions_interviewanswer",
        "common_trailentry",
    ):
        assert "sex veckor" not in _dump(table)


def test_a_passage_of_an_edited_answer_makes_no_quote(
    analysed: Team, finding: Finding, passage: CodedPassage
) -> None:
    answer = passage.answer
    answer.text_revision = answer.revision = 2
    answer.save()
    with pytest.raises(DomainError, match="Öppna svaret"):
        quotes.choose_quote(finding, passage, actor=analysed.auditor)
    coding.confirm_passage(passage, actor=analysed.auditor)
    assert quotes.choose_quote(finding, passage, actor=analysed.auditor).state == "suggested"


# --- proposals


def test_a_proposal_carries_the_words_only_from_publication_on(
    analysed: Team, finding: Finding, quote: Quote, unit: Any
) -> None:
    def propose(note: str = "") -> Proposal:
        return findings.propose_from_finding(
            finding, title="Korta väntan", text="Högst en vecka.", addressees=[unit], quote=quote,
            note=note, actor=analysed.auditor,
        )  # fmt: skip

    quote.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        propose()
    assert refused.value.field == "quote"
    quotes.approve_quote(quote, expected_version=1, actor=analysed.second)
    quote.refresh_from_db()
    with pytest.raises(DomainError, match="minst tio"):
        propose("Två av de åtta")
    proposal = propose("21 av 46, två av dem i år")
    assert (proposal.said, [one.unit for one in proposal.addressees.all()]) == ("", [unit])
    Quote.objects.update(published_wording=SENTENCE)
    assert findings.fill_in_said(analysed.audit, actor=analysed.lead) == 1
    proposal.refresh_from_db()
    assert (proposal.said, proposal.said_from, proposal.said_reworded) == (SENTENCE, "interview", False)


# --- counts


def test_counts_are_frozen_once(analysed: Team) -> None:
    scale_answers(analysed, [0, 0, 1, 2, 3, 3, 3, 3, 3, "unknown", "declined", None])
    before = shown_scales(analysed.audit)
    freeze_counts(analysed.audit)
    scale_answers(analysed, [0, 0, 0], first=50)
    assert freeze_counts(analysed.audit) == ScaleCount.objects.count()
    assert shown_scales(analysed.audit) == before
    assert (before[0].base, before[0].counts) == (11, [2, 1, 1, 5, 1, 1])


@pytest.mark.parametrize("choices", [[0, 1, 2, 3], [0, 1, 2, 3, *([None] * 20)]])
def test_fewer_than_five_answers_are_not_shown(analysed: Team, choices: list[Any]) -> None:
    scale_answers(analysed, choices)
    shown = shown_scales(analysed.audit)[0]
    assert (shown.base, shown.bars, shown.note) == (None, None, TOO_FEW)


@pytest.mark.parametrize(
    ("choices", "counts"),
    [
        ([0, 0, 1, 3, 3, 3, 3, 3, 3], [None, None, 0, None, 0, 0]),
        ([3] * 6, [0, 0, 0, 6, 0, 0]),
        # One gave no answer: with the base told, everybody would know.
        ([3] * 6 + [None], None),
    ],
)
def test_from_five_to_nine_answers_small_cells_are_withheld(
    analysed: Team, choices: list[Any], counts: list[int | None] | None
) -> None:
    scale_answers(analysed, choices)
    shown = shown_scales(analysed.audit)[0]
    assert (shown.counts or None) == counts


def test_no_withheld_count_can_be_worked_out_by_who_knows_every_rule() -> None:
    """Every way 5 to 12 interviews can fall out, as somebody sees it who knows how many there were and how we withhold.

    The base, the counts and that a question isn't shown at all are one system: what looks the same must leave every
    withheld count of one to four open.
    """
    for interviews in range(5, 13):
        seen: defaultdict[Any, list[tuple[int, ...]]] = defaultdict(list)
        for counts in _ways(interviews, 5):
            shown = shown_scale(Scale(uuid4(), "Fråga?", list("abcde"), list(counts)))
            assert shown.base is None or shown.base >= 10 or not {1, 2, 3, 4} & set(shown.counts)
            seen[shown.base, tuple(shown.counts), shown.note].append(counts)
        for (base, cells, _), ways in seen.items():
            for place in range(5 if base is None else 4):
                values = {way[place] for way in ways}
                is_withheld = base is None or cells[place] is None
                assert not is_withheld or len(values) > 1 or not values & {1, 2, 3, 4}, (ways, place)


def _ways(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _ways(total - first, cells - 1):
            yield first, *rest


def test_a_scale_with_other_labels_is_another_question(analysed: Team) -> None:
    scale_answers(analysed, [0, 1, 2, 3, 3, 3, 3, 3, 3, 3])
    question = analysed.guide.areas.get(order=1).questions.get(kind="scale")
    changed = analysed.audit.guides.create(number=2, locked_at=analysed.guide.locked_at)
    area = changed.areas.create(title="Tema", order=1)
    newer = area.questions.create(
        thread=question.thread, kind="scale", text=question.text, scale=["Nej", "Ja"], order=1
    )
    scale_answers(analysed, [0, 1, 1, 1, 1, 1, 1, 1, 1, 1], first=60, question=newer)
    live = shown_scales(analysed.audit)
    freeze_counts(analysed.audit)
    # The guide's other scale has no answers.
    assert [scale.labels[:2] for scale in live] == [["Aldrig", "Ibland"], [], ["Nej", "Ja"]]
    assert [scale.counts for scale in shown_scales(analysed.audit)] == [scale.counts for scale in live]


def _dump(table: str) -> str:
    """What ``pg_dump`` would write of a table, bytes as text too."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        raw = b"".join(bytes(block) for block in copy)
    return raw.decode("utf-8", "replace") + bytes.fromhex(
        "".join(
            part for part in raw.decode("utf-8", "replace").replace("\\\\x", " ").split() if _is_hex(part)
        )
    ).decode("utf-8", "replace")


def _is_hex(part: str) -> bool:
    return len(part) % 2 == 0 and all(sign in "0123456789abcdef" for sign in part)


def test_the_dump_is_searched_in_earnest(analysed: Team) -> None:
    """The search of the tests above finds plain text, also in a binary column."""
    answer = answered_interview(analysed)
    add_answer(
        answer.interview, answer.question.area.questions.exclude(pk=answer.question_id).first(), b"sex veckor"
    )
    assert "sex veckor" in _dump("revisions_interviewanswer")
