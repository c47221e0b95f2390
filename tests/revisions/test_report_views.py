"""The report's pages: for the team, for those it is about, and for nobody else."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.errors import DomainError
from common.stamps import raise_stamp
from common.swedish import day_text
from revisions.models import ReplyComment, ReplyWindow, ReportApproval, UserAudit
from revisions.queries.report_data import fingerprint, report_data
from revisions.services import publication, reply
from tests.revisions.conftest import Team
from tests.revisions.report_factories import SENTENCE, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(team: Team, unit_manager: Any) -> UserAudit:
    return make_draft(team)


@pytest.fixture
def window(draft: UserAudit, team: Team) -> ReplyWindow:
    """The draft is out, sent today."""
    (found,) = reply.send_for_reply(draft, actor=team.lead)
    return found


def _as(user: Any) -> Client:
    client = Client()
    client.force_login(type(user).objects.get(pk=user.pk))
    return client


def _words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_report_begins_with_what_the_agreement_says(draft: UserAudit, team: Team) -> None:
    page = _as(team.auditor).get(reverse("revisions:report_chapter", args=[draft.pk, "assignment"]))

    assert "Verksamhetsområde psykiatri" in _words(page)
    assert "Förslag från överenskommelsen" in _words(page)
    assert not draft.chapters.filter(kind="assignment").exists()


def test_a_chapter_is_written_and_shown_before_it_is_saved(draft: UserAudit, team: Team) -> None:
    client, address = _as(team.auditor), reverse("revisions:report_chapter", args=[draft.pk, "discussion"])

    shown = client.post(address, {"version": 0, "text": "### Vår tanke\n\n<b>rå</b>", "show": "1"})
    nothing_saved = draft.chapters.filter(kind="discussion").exists()
    client.post(address, {"version": 0, "text": "Vår tanke."})

    assert "<h4>Vår tanke</h4>" in _words(shown)
    assert "&lt;b&gt;rå&lt;/b&gt;" in _words(shown)
    assert not nothing_saved
    assert "Vår tanke." in _words(client.get(reverse("revisions:report_preview", args=[draft.pk])))


def test_the_summary_in_plain_words_has_to_fit_on_its_page(draft: UserAudit, team: Team) -> None:
    """The writer is told how much has to go, and when that is gone, it fits."""
    client, address = _as(team.lead), reverse("revisions:report_chapter", args=[draft.pk, "plain_summary"])
    sentences = ["Vi frågade hur det är att vänta på hjälp, och många svarade."] * 60
    refused = _words(client.post(address, {"version": 1, "text": "\n\n".join(sentences), "show": "1"}))
    client.post(address, {"version": 1, "text": "\n\n".join(sentences)})
    reply.send_for_reply(draft, actor=team.lead)
    seen = fingerprint(report_data(draft))
    with pytest.raises(DomainError, match="får inte plats på en sida"):
        publication.approve_report(UserAudit.objects.get(pk=draft.pk), seen, actor=team.lead)
    over = int(re.findall(r"Korta den med ungefär (\d+) ord", refused)[0])
    overview = _words(client.get(reverse("revisions:report", args=[draft.pk])))

    shorter = "\n\n".join(sentences[: -(-over // len(sentences[0].split())) * -1])
    client.post(address, {"version": 2, "text": shorter})

    assert "Får inte plats på en sida. Korta texten." in overview
    assert "Ryms på en sida" in _words(client.get(address))
    seen = fingerprint(report_data(draft))
    assert publication.approve_report(UserAudit.objects.get(pk=draft.pk), seen, actor=team.lead)


def test_two_tabs_both_texts_are_on_the_page_and_the_next_press_saves(draft: UserAudit, team: Team) -> None:
    address = reverse("revisions:report_chapter", args=[draft.pk, "discussion"])
    _as(team.lead).post(address, {"version": 0, "text": "Ledarens text."})
    client = _as(team.auditor)

    refused = client.post(address, {"version": 0, "text": "Revisorns text."})

    assert "Ledarens text." in _words(refused)
    assert "Revisorns text." in _words(refused)
    assert client.post(address, {"version": 1, "text": "Båda."}).status_code == 302


def test_versions_are_compared_and_one_comes_back(draft: UserAudit, team: Team) -> None:
    client, address = _as(team.lead), reverse("revisions:report_chapter", args=[draft.pk, "discussion"])
    client.post(address, {"version": 0, "text": "Samma.\nFörsta."})
    client.post(address, {"version": 1, "text": "Samma.\nAndra."})

    page = _words(client.get(reverse("revisions:report_history", args=[draft.pk, "discussion"])))
    client.post(reverse("revisions:report_restore", args=[draft.pk, "discussion", 1]), {"seen": 2})

    assert "<ins>Andra.</ins>" in page
    assert "<del>Första.</del>" in page
    assert "Första." in _words(client.get(address))


def test_from_sending_to_publication_in_the_browser(draft: UserAudit, team: Team, unit_manager: Any) -> None:
    lead, manager = _as(team.lead), _as(unit_manager)
    lead.post(reverse("revisions:report_send", args=[draft.pk]))
    window = ReplyWindow.objects.get()
    draft_page = manager.get(reverse("revisions:reply", args=[draft.pk, window.pk]))
    chapter = draft.chapters.get(kind="summary")
    said = {"key": str(uuid.uuid4()), "chapter": chapter.pk, "text": "Siffran ska vara tolv."}
    saved = manager.post(reverse("revisions:reply_comment", args=[draft.pk, window.pk]), said)
    comment = ReplyComment.objects.get()
    answer = {"version": 1, "text": "Vi har rättat."}
    _as(team.auditor).post(reverse("revisions:report_answer", args=[draft.pk, comment.pk]), answer)
    manager.post(reverse("revisions:reply_done", args=[draft.pk, window.pk]))
    seen = fingerprint(report_data(UserAudit.objects.get(pk=draft.pk)))
    lead.post(reverse("revisions:report_approve", args=[draft.pk]), {"seen": seen})
    lead.post(reverse("revisions:report_publish", args=[draft.pk]))

    assert "Utkast – får inte spridas" in _words(draft_page)
    assert SENTENCE in _words(draft_page)
    # Back to where one read.
    place = saved.headers["Location"].partition("#")[2]
    assert f'id="{place}">Sammanfattning</h2>' in _words(draft_page)
    public = _words(Client().get(reverse("audits:report", args=[draft.slug])))
    assert "Siffran ska vara tolv." in public
    assert "Vi har rättat." in public


def test_a_remark_refused_keeps_its_words(draft: UserAudit, window: ReplyWindow, unit_manager: Any) -> None:
    said = {"key": str(uuid.uuid4()), "text": "Patienten 19811218-9876 ringde."}
    page = _as(unit_manager).post(reverse("revisions:reply_comment", args=[draft.pk, window.pk]), said)

    assert "Synpunkten är inte sparad." in _words(page)
    assert "ringde." in _words(page)
    assert not ReplyComment.objects.exists()


def test_what_was_typed_too_late_is_given_back(
    draft: UserAudit, window: ReplyWindow, team: Team, unit_manager: Any
) -> None:
    """A colleague says that they are done, and then the report is published, while somebody still writes."""
    manager = _as(unit_manager)
    said = {"key": str(uuid.uuid4()), "text": "Siffran är fel."}
    comment = reverse("revisions:reply_comment", args=[draft.pk, window.pk])
    manager.post(reverse("revisions:reply_done", args=[draft.pk, window.pk]))
    closed = _words(manager.post(comment, said))
    publication.approve_report(draft, fingerprint(report_data(draft)), actor=team.lead)
    publication.publish_report(draft, actor=team.lead)
    over = manager.post(comment, said)

    assert "Tiden att lämna synpunkter är slut." in closed
    assert "Siffran är fel.</textarea>" in closed
    assert (over.status_code, "Siffran är fel." in _words(over)) == (409, True)
    assert not ReplyComment.objects.exists()
    # The letter's link leads to the report, for those who had the letter.
    letters = reverse("revisions:reply", args=[draft.pk, window.pk])
    assert manager.get(letters).headers["Location"] == reverse("audits:audit", args=[draft.slug])
    assert _as(team.auditor).get(letters).status_code == 404


@pytest.mark.parametrize("named", [True, False])
def test_the_lead_is_told_when_nobody_would_read_the_draft(
    team: Team, request: pytest.FixtureRequest, named: bool
) -> None:
    if named:
        request.getfixturevalue("unit_manager")
    draft = make_draft(team)

    page = _words(_as(team.lead).get(reverse("revisions:report", args=[draft.pk])))

    assert (f"Ingen kan läsa utkastet hos {draft.audit_units.get().unit}." in page) is not named


@pytest.mark.parametrize("who", ["coordinator", "administrator", "other_auditor", "outsider", "auditor"])
def test_the_addressees_page_is_nobody_elses(
    draft: UserAudit, window: ReplyWindow, team: Team, who: str, request: pytest.FixtureRequest
) -> None:
    user = team.auditor if who == "auditor" else request.getfixturevalue(who)
    page = _as(user).get(reverse("revisions:reply", args=[draft.pk, window.pk]))

    assert page.status_code == 404
    assert SENTENCE not in _words(page)


@pytest.mark.parametrize("name", ["report", "report_preview", "report_remarks"])
def test_the_teams_pages_are_the_teams(
    draft: UserAudit, window: ReplyWindow, team: Team, unit_manager: Any, coordinator: Any, name: str
) -> None:
    address = reverse(f"revisions:{name}", args=[draft.pk])

    assert _as(team.auditor).get(address).status_code == 200
    for user in (unit_manager, coordinator, team.commissioner):
        assert _as(user).get(address).status_code == 403


def test_before_publication_nobody_outside_finds_a_word(draft: UserAudit, window: ReplyWindow) -> None:
    public = Client().get(reverse("audits:audit", args=[draft.slug]))

    assert public.status_code == 200
    assert SENTENCE not in _words(public)
    assert "Väntan är lång" not in _words(public)
    for name in ("report", "summary", "report_pdf", "report_docx", "summary_pdf"):
        assert Client().get(reverse(f"audits:{name}", args=[draft.slug])).status_code == 404


def test_our_delay_is_told_as_our_own(draft: UserAudit, window: ReplyWindow, team: Team) -> None:
    pages = (
        (Client(), reverse("audits:audit", args=[draft.slug])),
        (_as(team.lead), reverse("revisions:report", args=[draft.pk])),
    )
    draft.reply_windows.update(closed_at=timezone.now())
    for client, address in pages:
        assert "försenad hos oss" not in _words(client.get(address))
    raise_stamp("revisions")
    draft.reply_windows.update(sent_on=date(2026, 1, 7), ends_on=date(2026, 2, 4))

    assert "Rapporten är försenad hos oss." in _words(
        Client().get(reverse("audits:audit", args=[draft.slug]))
    )
    assert "Rapporten är försenad hos oss." in _words(
        _as(team.lead).get(reverse("revisions:report", args=[draft.pk]))
    )


def test_a_correction_is_seen_on_page_and_file(draft: UserAudit, window: ReplyWindow, team: Team) -> None:
    _publish(draft, team)
    client, report = _as(team.lead), reverse("revisions:report", args=[draft.pk])
    as_published = _words(client.get(report))
    chapter = reverse("revisions:report_chapter", args=[draft.pk, "summary"])
    client.post(chapter, {"version": 1, "text": "Rättad sammanfattning."})
    changed = _words(client.get(report))
    seen = fingerprint(report_data(UserAudit.objects.get(pk=draft.pk)))
    client.post(
        reverse("revisions:report_correct", args=[draft.pk]), {"seen": seen, "note": "Ett antal är rättat."}
    )

    same = "Texten är inte densamma som i den senaste utgåvan."
    assert (same in as_published, same in changed, same in _words(client.get(report))) == (False, True, False)
    public = _words(Client().get(reverse("audits:report", args=[draft.slug])))
    corrected = re.sub("<[^>]*>", "", public.partition("Rättat i den här utgåvan")[2])
    on_day = " ".join(day_text(timezone.localdate()).split())
    assert corrected.startswith(f" {on_day}: Ett antal är rättat.")
    assert ReportApproval.objects.count() == 2


def test_the_key_store_away_is_told_on_the_page(draft: UserAudit, team: Team, settings: Any) -> None:
    settings.KEY_STORE_URL = "file:///nowhere/at/all?mirror=/nowhere/else"
    client = _as(team.lead)

    overview = client.get(reverse("revisions:report", args=[draft.pk]))
    chapter = client.get(reverse("revisions:report_chapter", args=[draft.pk, "summary"]))
    typed = client.post(chapter.request["PATH_INFO"], {"version": 1, "text": "En hel dags arbete."})

    assert "En hel dags arbete." in _words(typed)
    assert overview.status_code == 200
    assert "Texterna går inte att öppna just nu." in _words(overview)
    assert chapter.status_code == 503


def test_what_waits_stands_on_the_overview(
    draft: UserAudit, window: ReplyWindow, team: Team, unit_manager: Any
) -> None:
    said = {"key": str(uuid.uuid4()), "text": "En synpunkt."}
    _as(unit_manager).post(reverse("revisions:reply_comment", args=[draft.pk, window.pk]), said)

    assert "Läs ett utkast och lämna synpunkter" in _words(_as(unit_manager).get("/oversikt/"))
    lead = _words(_as(team.lead).get("/oversikt/"))
    assert "Läs och godkänn rapporten" in lead
    assert "Svara på en synpunkt på utkastet" in lead
    assert "Läs och godkänn rapporten" not in _words(_as(team.auditor).get("/oversikt/"))


def _publish(audit: UserAudit, team: Team) -> None:
    publication.approve_report(audit, fingerprint(report_data(audit)), actor=team.lead)
    audit.reply_windows.update(closed_at=timezone.now())
    publication.publish_report(audit, actor=team.lead)
