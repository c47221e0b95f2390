"""What anybody reads of the audits as a whole: the list, the start page's part, areas that recur."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.stamps import raise_stamp
from common.transitions import record_status
from organisations.models import PriorityGroup, Theme
from proposals.models import Proposal, ProposalSource
from revisions.models import UserAudit
from revisions.queries.public_start import start_panel
from revisions.services.audits import cancel_audit
from tests.revisions.conftest import Team
from tests.revisions.factories import make_audit
from tests.revisions.report_factories import make_finding

pytestmark = pytest.mark.django_db


def _read(address: str) -> str:
    return " ".join(Client().get(address).content.decode().split())


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_start_page_cost_the_same_however_many_audits(
    rows: int, unit: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_audit(unit, status="published")
        make_audit(unit, status="interviewing")

    with django_assert_num_queries(14):
        listed = _read("/brukarrevisioner/?fas=intervjuer")
    with django_assert_num_queries(9):
        panel = start_panel()

    assert listed.count("Fas 3 av 8") == rows
    assert "Fas 7 av 8" not in listed
    assert panel is not None
    assert len(panel.going) == min(rows, 2)


def test_the_start_page_tells_of_the_newest_report_and_of_what_goes_on(team: Team, unit: Any) -> None:
    make_audit(unit, status="enquiry", question="Bara en fråga?")
    assert "Får du vara med" in _read("/")
    assert "Bara en fråga?" not in _read("/")
    told = make_audit(unit, status="published", question="Vad säger rapporten?")
    source = ProposalSource.objects.create(
        kind="audit", room="revisions", source_id=str(told.pk), title=told.title, sent_on=told.published_on,
        public_on=told.published_on,
    )  # fmt: skip
    for number in (1, 2):
        Proposal.objects.create(
            source=source, number=number, slug=f"f-{number}", title="F", state="public", base_status="going",
            sent_on=told.published_on, public_on=told.published_on,
        )  # fmt: skip

    # A move makes kept pages anew: the cancelled audit leaves, the report is there.
    cancel_audit(team.audit, "Mottagningen läggs ned.", actor=team.lead)

    start = _read("/")
    assert "Vad säger rapporten?" in start
    assert "Pågår</span> <b>2</b>" in start
    assert "Får du vara med" not in start
    assert reverse("loop:poster", args=[source.pk, "a3"]) in _read(reverse("audits:audit", args=[told.slug]))


def test_the_address_on_a_poster_tells_that_an_announced_audit_was_cancelled(team: Any) -> None:
    address = reverse("audits:audit", args=[team.audit.slug])
    record_status(team.audit, source="agreed", target="preparing", actor=team.lead)

    cancel_audit(team.audit, "Mottagningen läggs ned.", actor=team.lead)

    answer = _read(address)
    assert "Brukarrevisionen blev inte av" in answer
    assert "läggs ned" not in answer
    assert address not in _read(reverse("audits:list"))


def test_an_audit_that_was_cancelled_before_anybody_knew_of_it_has_no_page(unit: Any) -> None:
    audit = make_audit(unit, status="cancelled", cancelled_reason="Ingen hade tid.")

    assert Client().get(reverse("audits:audit", args=[audit.slug])).status_code == 404


def test_an_area_recurs_when_published_reports_name_it_with_or_without_proposals(unit: Any) -> None:
    theme = Theme.objects.get_or_create(slug="bemotande", defaults={"name": "Bemötande"})[0]
    audits = [
        make_audit(unit, status="published"),
        make_audit(status="closed"),
        make_audit(status="published"),
    ]
    hidden = make_audit(unit, status="factcheck")
    for audit in (*audits[:2], hidden):
        found = make_finding(audit, "improvement", "Rubrik", "Text")
        type(found).objects.filter(pk=found.pk).update(theme=theme, published_title="Rubrik")
    strength = make_finding(audits[2], "strength", "Rubrik", "Text")
    type(strength).objects.filter(pk=strength.pk).update(theme=theme, published_title="Rubrik")
    # Written after publication, for a correction that nobody has made yet.
    unseen = make_finding(audits[2], "improvement", "Rubrik", "Text")
    type(unseen).objects.filter(pk=unseen.pk).update(theme=theme)

    body = _read(reverse("loop:themes"))

    assert "Återkommer i <strong>2 av 3</strong> brukarrevisioner och träffar. Inget förslag än." in body
    assert unit.name in body
    listed = _read(f"{reverse('audits:list')}?tema=bemotande")
    assert "<strong>3 brukarrevisioner</strong>" in listed
    type(unseen).objects.filter(pk=strength.pk).delete()
    raise_stamp("revisions")
    assert "<strong>2 brukarrevisioner</strong>" in _read(f"{reverse('audits:list')}?tema=bemotande")


def test_priority_groups_are_chosen_also_when_the_report_is_out(team: Team, unit_manager: Any) -> None:
    UserAudit.objects.filter(pk=team.audit.pk).update(status="published", published_on="2026-03-02")
    group = PriorityGroup.objects.get_or_create(slug="anhoriga", defaults={"name": "Anhöriga"})[0]
    address, listed = reverse("revisions:groups", args=[team.audit.pk]), "/brukarrevisioner/?grupp=anhoriga"
    lead, manager = Client(), Client()
    lead.force_login(team.lead)
    manager.force_login(unit_manager)
    assert team.audit.title in _read(listed)  # no audit has the group: there is nothing to choose

    assert manager.post(address, {"priority_groups": [group.pk]}).status_code == 403
    assert lead.post(address, {"priority_groups": [group.pk]}).status_code == 302

    assert "Prioriterade grupper: Anhöriga." in _read(reverse("audits:audit", args=[team.audit.slug]))
    assert "Anhöriga" in lead.get(reverse("revisions:loop", args=[team.audit.pk])).content.decode()
    make_audit(status="published", title="En annan revision")
    assert "En annan revision" not in _read(listed)
    lead.post(address, {})
    assert not team.audit.priority_groups.exists()
