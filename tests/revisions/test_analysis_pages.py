"""The analysis in the browser's eyes: reading, marking without script, comparing, searching, quotes and destruction."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import sealing
from common.models import TrailEntry
from proposals.models import Proposal
from revisions.models import CodedPassage, Finding, GuideQuestion, InterviewAnswer, Quote, QuoteMark
from revisions.queries.analysis import PER_PAGE
from revisions.queries.analysis_findings import PLACES_PER_PAGE
from revisions.services import coding, findings, quotes
from revisions.services.coding import Coding
from revisions.services.findings import FindingWords
from tests.revisions.analysis_factories import SENTENCE, TEXT, answered_interview
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysed(team: Team) -> Team:
    team.audit.status = "analysing"
    team.audit.save(update_fields=["status"])
    return team


@pytest.fixture
def answer(analysed: Team) -> InterviewAnswer:
    return answered_interview(analysed)


@pytest.fixture
def alva(client: Client, analysed: Team) -> Client:
    client.force_login(analysed.auditor)
    return client


def address(team: Team, name: str, *args: Any) -> str:
    return reverse(f"revisions:{name}", args=[team.audit.pk, *args])


def _mark(
    team: Team, answer: InterviewAnswer, person: Any, own: str = "Väntan", end: int = len(SENTENCE)
) -> CodedPassage:
    return coding.code_passage(answer, 0, end, Coding(own=own), expected_revision=1, actor=person)


# --- reading


def test_reading_a_question_is_on_the_trail_once_an_hour(alva: Client, analysed: Team, answer: Any) -> None:
    answered_interview(analysed, "A02", "Det gick fort.")
    page = alva.get(address(analysed, "analysis_question", answer.question.thread))
    assert page.status_code == 200
    assert SENTENCE in page.content.decode()
    assert "Det gick fort." in page.content.decode()
    alva.get(address(analysed, "analysis_interview", answer.interview_id))
    assert TrailEntry.objects.filter(kind="opened", object_type="revisions.interview").count() == 2


def test_the_start_of_the_analysis_opens_nothing(alva: Client, analysed: Team, answer: Any) -> None:
    _mark(analysed, answer, analysed.second)
    page = alva.get(address(analysed, "analysis")).content.decode()
    assert "1 av 1 svar" in page
    assert "0 av 1 svar" in page
    assert "Väntan" in page
    assert "sex veckor" not in page
    assert not TrailEntry.objects.filter(kind="opened").exists()


def test_before_the_analysis_nothing_can_be_read(alva: Client, analysed: Team, answer: Any) -> None:
    analysed.audit.status = "interviewing"
    analysed.audit.save(update_fields=["status"])
    for name, args in (
        ("analysis_question", [answer.question.thread]),
        ("analysis_interview", [answer.interview_id]),
        ("analysis_answer", [answer.pk]),
        ("analysis_compare", []),
        ("analysis_search", []),
    ):
        page = alva.post(address(analysed, name, *args), {"words": "veckor"}).content.decode()
        assert "när alla intervjuer är klara" in page
        assert "sex veckor" not in page


def test_a_shredded_key_closes_one_interview_and_not_the_others(
    alva: Client, analysed: Team, answer: Any
) -> None:
    other = answered_interview(analysed, "A02", "Det gick fort.")
    sealing.shred(answer.interview.key_id)
    page = alva.get(address(analysed, "analysis_question", other.question.thread)).content.decode()
    assert "raderad för alltid" in page
    assert "Det gick fort." in page


def test_many_interviews_take_as_many_queries_as_few(
    alva: Client, analysed: Team, answer: Any, django_assert_num_queries: Any
) -> None:
    """In all: four of the frame and the audit itself are among them (12 is the promise)."""
    pages = {
        address(analysed, "analysis"): 11,
        # Two are the savepoint of a page within a test.
        address(analysed, "analysis_question", answer.question.thread): 11 + 2,
    }
    for few in (3, 12):
        for number in range(few - 1, few + 1):
            _mark(analysed, answered_interview(analysed, f"A{number:02d}"), analysed.second)
        for page, queries in pages.items():
            alva.get(page)
            with django_assert_num_queries(queries):
                assert alva.get(page).status_code == 200


def test_many_answers_stand_on_several_pages(alva: Client, analysed: Team, answer: Any) -> None:
    for number in range(2, PER_PAGE + 3):
        answered_interview(analysed, f"A{number:02d}", f"Svar nummer {number}.")
    page = address(analysed, "analysis_question", answer.question.thread)

    first, second, last, odd = (
        alva.get(page, {"sida": number}).content.decode() for number in ("1", "2", "99", "x")
    )

    assert f"Svar nummer {PER_PAGE}." in first
    assert f"Svar nummer {PER_PAGE + 1}." not in first
    for html in (second, last):
        assert f"Svar nummer {PER_PAGE + 2}." in html
        assert SENTENCE not in html
    assert SENTENCE in odd


# --- marking


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"sentences": [f"0-{len(SENTENCE)}"]}, (0, 28)),
        ({"passage": "sex veckor"}, (17, 27)),
        ({"quote": "9-27", "sentences": []}, (9, 27)),
        ({"start": "4", "end": "8"}, (4, 8)),
    ],
)
def test_words_are_marked_with_and_without_script(
    alva: Client, analysed: Team, answer: Any, data: dict[str, Any], place: tuple[int, int]
) -> None:
    url = address(analysed, "analysis_answer", answer.pk)
    assert "Inget av dem" not in alva.get(url).content.decode()
    QuoteMark.objects.create(answer=answer, start=9, end=27)
    assert "Märkt som citat i intervjun:</b> <q>vänta i sex veckor</q>" in alva.get(url).content.decode()
    done = alva.post(url, {"revision": 1, "own": "Väntan", **data})
    assert done.status_code == 302
    passage = CodedPassage.objects.get()
    assert (passage.start, passage.end) == place
    assert f"<mark>{TEXT[slice(*place)]}</mark>" in alva.get(url).content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"own": "Väntan"}, "Markera några ord"),
        ({"own": "Väntan", "passage": "åtta veckor"}, "Orden står inte så"),
        ({"own": "Väntan", "sentences": ["0-28", "46-66"]}, "står intill varandra"),
        ({"sentences": ["0-28"]}, "Välj minst ett tema"),
        ({"own": "Väntan", "sentences": ["0-28"], "memo": "19900101-0017"}, "personnummer"),
        ({"own": "Väntan", "sentences": ["0-28"], "revision": 0}, "har ändrats"),
    ],
)
def test_what_cannot_be_marked_is_said_and_what_was_typed_stays(
    alva: Client, analysed: Team, answer: Any, data: dict[str, Any], sentence: str
) -> None:
    data = {"revision": 1, "memo": "Se A02", **data}
    page = alva.post(address(analysed, "analysis_answer", answer.pk), data)
    assert sentence in page.content.decode()
    assert str(data["memo"]) in page.content.decode()
    assert not CodedPassage.objects.exists()


def test_a_marking_in_an_edited_answer_is_shown_as_doubtful(
    alva: Client, analysed: Team, answer: Any
) -> None:
    passage = _mark(analysed, answer, analysed.auditor)
    InterviewAnswer.objects.update(revision=2, text_revision=2)
    url = address(analysed, "analysis_answer", answer.pk)
    assert "Osäker: svaret har ändrats" in alva.get(url).content.decode()
    alva.post(address(analysed, "passage_done", passage.pk, "galler"))
    assert "Osäker" not in alva.get(url).content.decode()


def test_own_markings_are_changed_and_removed_and_others_are_not(
    alva: Client, analysed: Team, answer: Any
) -> None:
    own, others = _mark(analysed, answer, analysed.auditor), _mark(analysed, answer, analysed.second)
    alva.post(address(analysed, "passage", own.pk), {"own": "Oro", "memo": "Hm."})
    assert [code.name for code in own.codes.all()] == ["Oro"]
    for passage in (own, others):
        alva.post(address(analysed, "passage_done", passage.pk, "ta-bort"))
    assert list(CodedPassage.objects.all()) == [others]


def test_when_the_analysis_is_over_answers_are_read_and_nothing_is_offered_that_would_be_refused(
    alva: Client, analysed: Team, answer: Any
) -> None:
    own = _mark(analysed, answer, analysed.auditor)
    unused = coding.add_code(analysed.audit, "Trygghet", actor=analysed.auditor)
    pages = [
        address(analysed, "analysis_answer", answer.pk),
        address(analysed, "analysis_codes"),
        address(analysed, "analysis_code", own.codes.get().pk),
    ]
    acts = [
        address(analysed, "passage", own.pk),
        address(analysed, "analysis_code_remove", unused.pk),
        'name="revision"',
        'name="name"',
    ]
    before = "".join(alva.get(page).content.decode() for page in pages)
    analysed.audit.status, analysed.audit.published_on = "published", timezone.localdate()
    analysed.audit.save(update_fields=["status", "published_on"])

    after = "".join(alva.get(page).content.decode() for page in pages)

    assert SENTENCE in after
    assert "Analysen är avslutad" in after
    for act in acts:
        assert act in before
        assert act not in after


# --- comparing and searching


def test_two_coders_see_what_both_marked_and_what_differs(alva: Client, analysed: Team, answer: Any) -> None:
    _mark(analysed, answer, analysed.auditor)
    _mark(analysed, answer, analysed.second, end=12)
    coding.code_passage(answer, 30, 40, Coding(own="Kontakt"), expected_revision=1, actor=analysed.second)
    later = GuideQuestion.objects.get(area__guide=analysed.guide, area__order=2, kind="open")
    last = InterviewAnswer(
        pk=UUID(int=0), interview=answer.interview, question=later, revision=1, text_revision=1
    )
    sealing.seal_field(last, "text", "Tack för mig.", answer.interview.key_id)
    last.save(force_insert=True)
    coding.code_passage(last, 0, 4, Coding(own="Avslut"), expected_revision=1, actor=analysed.second)
    page = alva.get(address(analysed, "analysis_compare")).content.decode()
    assert "är överens på 1 av 3 ställen" in page
    assert SENTENCE not in page
    one = alva.get(address(analysed, "analysis_compare_one", answer.interview_id)).content.decode()
    # In the order of the guide and of the text.
    assert one.index(SENTENCE) < one.index("Kontakt") < one.index("Avslut")


def test_a_search_stands_in_no_address_and_keeps_nothing(alva: Client, analysed: Team, answer: Any) -> None:
    answered_interview(analysed, "A02", "Det gick fort.")
    page = alva.post(address(analysed, "analysis_search"), {"words": "SEX veckor"})
    text = page.content.decode()
    assert "<mark>sex veckor</mark>" in text
    assert "Det gick fort" not in text
    assert TrailEntry.objects.filter(kind="opened").count() == 1
    assert "no-store" in page["Cache-Control"]
    assert "<mark>" not in alva.get(address(analysed, "analysis_search") + "?words=veckor").content.decode()


# --- findings, quotes, proposals


@pytest.fixture
def quote(analysed: Team, answer: Any) -> Quote:
    passage = _mark(analysed, answer, analysed.auditor)
    finding = findings.create_finding(
        analysed.audit,
        FindingWords("improvement", "Lång väntan", "Många.", passage.codes.get()),
        actor=analysed.auditor,
    )
    return quotes.choose_quote(finding, passage, actor=analysed.auditor)


def test_a_finding_is_written_once_and_leads_to_its_quotes(alva: Client, analysed: Team, answer: Any) -> None:
    passage = _mark(analysed, answer, analysed.auditor)
    url = address(analysed, "finding_new")
    key = re.search(r'name="form_key" value="([0-9a-f-]{36})"', alva.get(url).content.decode())
    assert key
    data = {"form_key": key[1], "kind": "improvement", "title": "Lång väntan", "code": passage.codes.get().pk}
    for _ in range(2):
        done = alva.post(url, data)
    finding = Finding.objects.get()
    assert done.url == address(analysed, "finding", finding.pk)
    assert SENTENCE in alva.get(done.url).content.decode()
    chosen = alva.post(address(analysed, "quote_choose", finding.pk, passage.pk))
    assert chosen.url == address(analysed, "quote", Quote.objects.get().pk)


def test_every_marked_place_can_be_reached_to_be_quoted(alva: Client, analysed: Team, quote: Quote) -> None:
    last = PLACES_PER_PAGE + 2
    for number in range(2, last + 1):
        _mark(
            analysed,
            answered_interview(analysed, f"A{number:02d}", f"Svar nummer {number}."),
            analysed.auditor,
            end=10,
        )
    page = address(analysed, "finding", quote.finding_id)

    first, second = (alva.get(page, {"sida": number}).content.decode() for number in (1, 2))

    assert f"A{last}. Markerat" not in first
    assert f"A{last}. Markerat" in second


def test_the_redaction_step_shows_both_wordings_and_what_may_point_somebody_out(
    alva: Client, analysed: Team, quote: Quote
) -> None:
    url = address(analysed, "quote", quote.pk)
    alva.post(url, {"version": 1, "wording": "Jag ringde 070-174 06 10 i sex veckor."})
    page = alva.get(url).content.decode()
    assert SENTENCE in page
    assert "Återgivet med andra ord" in page
    assert "telefonnummer" in page
    assert "Godkänn citatet" not in page


def test_a_second_auditor_approves_the_words_that_were_read(
    client: Client, analysed: Team, quote: Quote
) -> None:
    client.force_login(analysed.second)
    url = address(analysed, "quote_done", quote.pk, "godkann")
    client.post(url, {"version": 7})
    client.post(url, {"version": "1e3"})
    quote.refresh_from_db()
    assert quote.state == "suggested"
    client.post(url, {"version": 1})
    quote.refresh_from_db()
    assert (quote.state, quote.approved_by) == ("approved", analysed.second)


def test_who_chose_the_words_cannot_approve_them_by_hand(alva: Client, analysed: Team, quote: Quote) -> None:
    alva.post(address(analysed, "quote_done", quote.pk, "godkann"), {"version": 1})
    quote.refresh_from_db()
    assert quote.state == "suggested"


def test_two_who_change_a_quote_see_both_texts(alva: Client, analysed: Team, quote: Quote) -> None:
    quotes.reword_quote(quote, "De väntade.", expected_version=1, actor=analysed.second)
    url = address(analysed, "quote", quote.pk)
    page = alva.post(url, {"version": 1, "wording": "Vi väntade."}).content.decode()
    assert "De väntade." in page
    assert "Vi väntade." in page
    alva.post(url, {"version": 2, "wording": "Vi väntade."})
    quote.refresh_from_db()
    assert quotes.wording_of(quote) == "Vi väntade."


def test_a_finding_becomes_a_proposal_to_several(
    alva: Client, analysed: Team, quote: Quote, unit: Any
) -> None:
    url = address(analysed, "finding_proposal", quote.finding_id)
    assert SENTENCE not in alva.get(url).content.decode()
    data = {
        "form_key": "7f1c6a34-3c8b-4a52-9c53-3d5ad8a1c001",
        "title": "Korta väntan",
        "text": "Högst en vecka.",
    }
    refused = alva.post(url, data).content.decode()
    assert "Välj minst en verksamhet eller huvudman" in refused
    for _ in range(2):
        alva.post(url, {**data, "units": [unit.pk], "principals": [unit.principal_id]})
    assert Proposal.objects.get().addressees.count() == 2
    assert "1. Korta väntan" in alva.get(address(analysed, "finding", quote.finding_id)).content.decode()


def test_a_proposal_stands_with_its_finding_of_a_theme_of_ones_own_without_any_quote(
    alva: Client, analysed: Team, quote: Quote, unit: Any
) -> None:
    Finding.objects.filter(pk=quote.finding_id).update(theme=None)
    own = Finding.objects.get(pk=quote.finding_id)
    findings.propose_from_finding(
        own, title="Sätt upp en skylt", text="Vid dörren.", addressees=[unit], actor=analysed.auditor
    )

    assert "1. Sätt upp en skylt" in alva.get(address(analysed, "finding", own.pk)).content.decode()


# --- what others get


def test_the_material_is_the_teams_alone(
    client: Client, analysed: Team, answer: Any, other_auditor: Any
) -> None:
    for person in (other_auditor, analysed.commissioner):
        client.force_login(person)
        for name, args in (("analysis", []), ("analysis_answer", [answer.pk]), ("destruction", [])):
            assert client.get(address(analysed, name, *args)).status_code in {403, 404}


def test_nothing_of_another_audit_is_found_through_ones_own(
    alva: Client, analysed: Team, other_auditor: Any
) -> None:
    other = other_auditor.audit_memberships.get().audit
    guide = analysed.guide
    strange = make_interview(other, guide, code="A77", status="done", key_id=sealing.new_key())
    question = guide.areas.first().questions.first()
    foreign = InterviewAnswer.objects.create(interview=strange, question=question, text=b"x")
    assert alva.get(address(analysed, "analysis_answer", foreign.pk)).status_code == 404
    assert alva.get(address(analysed, "analysis_interview", strange.pk)).status_code == 404
    assert alva.get(address(analysed, "analysis_compare_one", strange.pk)).status_code == 404
