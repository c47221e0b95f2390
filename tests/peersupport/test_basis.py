"""The basis for a decision: frozen, numbered, made by the worker, read by those who plan alone."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.editions import render_edition
from common.errors import DomainError
from common.models import Edition
from organisations.models import Unit
from peersupport.models import PeerPost
from peersupport.pdf.basis import basis_html
from peersupport.queries.basis import BasisWords
from peersupport.services.basis import request_basis, retry_basis
from peersupport.services.cost import save_cost
from peersupport.services.readiness import ReadinessFacts, save_readiness
from tests.peersupport.money_build import cost_facts, make_money, make_placement

pytestmark = pytest.mark.django_db

_WORDS = BasisWords("Nämnden", "att peer support prövas")


def test_a_basis_is_frozen_made_by_the_worker_and_fetched(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit, purpose="Fler ska få möta någon som vet.")
    client.force_login(unit_manager)
    url = reverse("peersupport:basis", args=[placement.pk])

    first = client.get(url)
    assert "Kostnaden är inte uträknad." in first.content.decode()
    sent = {name: first.context["form"][name].value() for name in first.context["form"].fields}
    assert "Skriv vem underlaget är till." in client.post(url, sent).content.decode()
    for _ in range(2):
        # The button pressed twice makes one.
        busy = client.post(url, sent | {"body": "Nämnden"}, follow=True).content.decode()
    edition = Edition.objects.get()
    assert f'data-watch="{reverse("peersupport:basis_progress", args=[placement.pk, 1])}"' in busy
    file = reverse("peersupport:basis_pdf", args=[placement.pk, 1])
    assert client.get(file).status_code == 404
    render_edition(edition.pk)

    assert (
        "Utgåva 1 är klar."
        in client.get(reverse("peersupport:basis_progress", args=[placement.pk, 1])).content.decode()
    )
    answer = client.get(file)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    # What is changed afterwards is a new edition; the old one stays as it was.
    save_cost(placement, cost_facts(), expected_version=0, actor=unit_manager)
    client.post(url, sent | {"body": "Nämnden"})
    assert list(Edition.objects.order_by("number").values_list("number", "state")) == [
        (1, "ready"),
        (2, "queued"),
    ]
    edition.refresh_from_db()
    assert edition.data["cost"] is None


def test_the_document_says_what_a_board_needs_and_nobody_in_the_post(unit_manager: User, unit: Unit) -> None:
    placement = make_placement(unit, "running", purpose="Fler ska få möta någon som vet.")
    PeerPost.objects.create(placement=placement, name="Kim Hemlig", share=35, starts_on="2026-01-01")
    save_readiness(
        placement, {"staff": (ReadinessFacts(answer="no", owner="Vårdenhetschefen"), 0)}, actor=unit_manager
    )
    save_cost(placement, cost_facts(first_year=2027), expected_version=0, actor=unit_manager)
    make_money(placement, "2027-01-01", None, kronor=200_000)  # type: ignore[arg-type]

    edition = request_basis(placement, _WORDS, actor=unit_manager)
    html = basis_html(edition.data, 1)

    for words in (
        "inte tillräcklig evidens",
        "tillräckligt med kunskap för att pröva",
        "Fler ska få möta någon som vet.",
        "326\xa0500\xa0kr det första året (2027)",
        "45 procent av lönen",
        "Pengar</strong> saknas för 2027, 2028, 2029",
        "Stabil och erfaren personal som kan handleda</strong> (saknas): Den som börjar kan bli utan handledning",
        "Till Nämnden",
        "0 av 9 villkor är på plats",
    ):
        assert words in html
    assert "Hemlig" not in str(edition.data)
    assert "35" not in str(edition.data["share"])


def test_only_those_who_plan_make_and_fetch_a_basis_and_a_failed_one_is_tried_again(
    client: Client, unit_manager: User, supervisor: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    other = make_placement(
        unit, "not_now", reason="Hyrpersonal", review_on="2027-01-01", former_status="interest"
    )
    edition = request_basis(placement, _WORDS, actor=unit_manager)
    Edition.objects.update(state=Edition.State.FAILED)

    with pytest.raises(DomainError, match="behörighet"):
        request_basis(placement, _WORDS, actor=supervisor)
    with pytest.raises(DomainError, match="behörighet"):
        retry_basis(placement, edition, actor=supervisor)
    with pytest.raises(DomainError, match="annan placering"):
        retry_basis(other, edition, actor=unit_manager)
    client.force_login(unit_manager)
    page = client.get(reverse("peersupport:basis", args=[placement.pk])).content.decode()
    assert "Det gick inte att göra utgåva 1." in page
    client.post(reverse("peersupport:basis_retry", args=[placement.pk, 1]))

    assert Edition.objects.get().state == Edition.State.QUEUED
