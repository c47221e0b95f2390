"""The report's pages hold the accessibility baseline, on a phone and on a desk."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from common import editions
from common.models import Edition
from proposals import services as loop
from revisions.models import GuideQuestion, UserAudit
from revisions.queries.report_data import fingerprint, report_data
from revisions.services import publication, reply
from revisions.services.report import save_chapter
from revisions.services.source import source_of
from tests.browser import assert_accessible_at_both_widths, sign_in
from tests.revisions.analysis_factories import scale_answers
from tests.revisions.conftest import Team
from tests.revisions.report_factories import make_draft

pytestmark = pytest.mark.django_db(transaction=True)


def _look(page: Page, address: str, live_server: Any) -> None:
    page.goto(f"{live_server.url}{address}")
    assert_accessible_at_both_widths(page)


@pytest.fixture
def draft(team: Team, unit: Any, unit_manager: Any) -> UserAudit:
    audit = make_draft(team)
    # Seven answers to one question, three to the other: a chart with a withheld count, and none at all.
    scale_answers(team, [0, 1, 3, 3, 3, 3, 3])
    second = GuideQuestion.objects.get(area__guide=team.guide, area__order=2, kind="scale")
    scale_answers(team, [0, 1, 2], first=60, question=second)
    UserAudit.objects.filter(pk=audit.pk).update(lead_text="Vi frågar om bemötande och delaktighet.")
    loop.create_proposal(
        source=source_of(audit, actor=team.lead), title="Ring upp inom en dag", text="Ring alla.",
        addressees=[unit], actor=team.lead,
    )  # fmt: skip
    audit.refresh_from_db()
    save_chapter(audit, "discussion", "En tanke.", expected_version=0, actor=team.lead)
    save_chapter(audit, "discussion", "En annan tanke.", expected_version=1, actor=team.auditor)
    return audit


def test_every_page_of_the_report_is_accessible(
    page: Page, live_server: Any, draft: UserAudit, team: Team, unit_manager: Any
) -> None:
    (window,) = reply.send_for_reply(draft, actor=team.lead)
    comment = reply.write_comment(
        window, "Siffran är fel.", chapter=None, form_key=uuid.uuid4(), actor=unit_manager
    )
    sign_in(page, live_server.url, unit_manager)
    _look(page, reverse("revisions:reply", args=[draft.pk, window.pk]), live_server)
    _look(page, reverse("revisions:reply_edit", args=[draft.pk, window.pk, comment.pk]), live_server)
    sign_in(page, live_server.url, team.lead)
    for name in ("report", "report_preview", "report_remarks", "loop"):
        _look(page, reverse(f"revisions:{name}", args=[draft.pk]), live_server)
    for name in ("report_chapter", "report_history"):
        _look(page, reverse(f"revisions:{name}", args=[draft.pk, "discussion"]), live_server)
    _look(page, reverse("revisions:report_answer", args=[draft.pk, comment.pk]), live_server)


def test_every_public_page_is_accessible(page: Page, live_server: Any, draft: UserAudit, team: Team) -> None:
    _look(page, reverse("audits:list"), live_server)
    _look(page, reverse("audits:audit", args=[draft.slug]), live_server)
    reply.send_for_reply(draft, actor=team.lead)
    publication.approve_report(draft, fingerprint(report_data(draft)), actor=team.lead)
    draft.reply_windows.update(closed_at=timezone.now())
    edition = publication.publish_report(draft, actor=team.lead)
    Edition.objects.update(state=Edition.State.QUEUED)
    sign_in(page, live_server.url, team.lead)
    _look(page, reverse("revisions:report_progress", args=[draft.pk, 1]), live_server)
    _look(page, reverse("revisions:report_correct", args=[draft.pk]), live_server)
    page.context.clear_cookies()
    _look(page, reverse("audits:report_pdf", args=[draft.slug]), live_server)
    for one in Edition.objects.all():
        editions.render_edition(one.pk)
    edition.refresh_from_db()
    for name in ("audit", "report", "summary"):
        _look(page, reverse(f"audits:{name}", args=[draft.slug]), live_server)

    assert page.request.get(f"{live_server.url}{reverse('audits:report_pdf', args=[draft.slug])}").ok
    assert len(edition.sha256) == 64
