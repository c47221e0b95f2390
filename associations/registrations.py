"""What other rooms show of the directory; filled in by ``AssociationsConfig.ready``."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.grants import register_grant
from accounts.models import User
from associations import search_sources, services
from associations.models import (
    Association,
    ConfirmationRound,
    ContactPerson,
    EntryVersion,
    ErrorReport,
    Representative,
)
from associations.rules import represented
from common import outbox, registries
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.registries import HeldRole, NavItem, OverviewRow, PersonalData
from common.swedish import count_text, sort_key

CAN = (
    "Ändra uppgifterna om föreningen. Samordnaren läser ändringen innan den visas.",
    "Bestämma vilka kontaktpersoner som visas, och vilka uppgifter om dem.",
    "Bekräfta en gång om året att uppgifterna stämmer.",
    "Föreslå föreningens aktiviteter i kalendern.",
)
CAN_TRUSTED = (
    "Ändra uppgifterna om föreningen. Ändringarna visas direkt, eftersom föreningen är betrodd.",
    *CAN[1:3],
    "Publicera föreningens aktiviteter i kalendern.",
)
#: Promised to outsiders; the URLconf isn't loaded yet when the rooms register.
ADDRESS = "/foreningar/"


def register() -> None:
    """Fill in the registries."""
    registries.register_main_nav(NavItem("Föreningar", ADDRESS, order=20))
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(coordinator_rows)
    registries.register_overview_rows(representative_rows)
    registries.register_roles(held_roles)
    for source in search_sources.sources():
        registries.register_search_source(source)
    registries.register_rename("organisations.municipality", on_renamed_municipality)
    registries.register_personal_data(PersonalData("associations", extract, erase))
    register_grant("association_representative", "Företräder en förening", choices, give)


def work_nav(user: Any) -> Iterator[NavItem]:
    """The whole list for coordinators, one's own page for representatives."""
    address = reverse("associations:work")
    if user.has_perm("associations.maintain"):
        yield NavItem("Föreningar", address, order=30)
    elif user.has_perm("associations.work"):
        yield NavItem("Vår sida", address, order=30)


def coordinator_rows(user: Any) -> Iterator[OverviewRow]:
    """Proposals, reports and unanswered questions wait for coordinators."""
    if not user.has_perm("associations.maintain"):
        return
    for version in EntryVersion.objects.waiting().select_related("association").order_by("created_at"):
        yield OverviewRow(
            title=f"Svara på ändringen från {version.association}",
            url=reverse("associations:proposal", args=[version.association.slug]),
            consequence="Sidan visas som förut tills du har svarat.",
            label="Väntar på dig",
            tone="wait",
        )
    reports = ErrorReport.objects.open().count()
    if reports:
        yield OverviewRow(
            title=f"Läs {count_text(reports, 'felanmälan', 'felanmälningar')} om föreningar",
            url=reverse("associations:reports"),
            consequence="Besökare kan få fel nummer eller gå till en stängd dörr.",
            label="Väntar på dig",
            tone="wait",
        )
    late = ConfirmationRound.Step.REMINDED_AGAIN
    for round_ in ConfirmationRound.objects.open().select_related("association").order_by("unlist_on"):
        if round_.unreachable:
            yield OverviewRow(
                title=f"Ring {round_.association} och stäm av uppgifterna",
                url=reverse("associations:rounds"),
                consequence="Det finns ingen e-postadress att skicka den årliga frågan till.",
                label="Ingen att skriva till",
                tone="late",
            )
        elif round_.step in (late, ConfirmationRound.Step.MARKED):
            yield OverviewRow(
                title=f"Stäm av uppgifterna med {round_.association}",
                url=reverse("associations:rounds"),
                consequence="Ingen har svarat på frågan. Sidan slutar visas om inget händer.",
                label=str(round_.get_step_display()),
                tone="late",
                due=round_.unlist_on,
            )


def representative_rows(user: Any) -> Iterator[OverviewRow]:
    """Answers and the yearly question wait for representatives."""
    for association in Association.objects.represented_by(user).in_order():
        address = reverse("associations:own_page", args=[association.slug])
        latest = association.versions.order_by("-number").first()
        if latest and latest.state == EntryVersion.State.REJECTED:
            yield OverviewRow(
                title=f"Läs svaret om {association}",
                url=address,
                consequence="Er ändring behöver ändras lite innan den kan visas.",
                label="Väntar på dig",
                tone="wait",
            )
        round_ = association.confirmation_rounds.open().filter(step__gt=0).first()
        if round_:
            yield OverviewRow(
                title=f"Bekräfta uppgifterna om {association}",
                url=address,
                consequence="Besökare ser att uppgifterna är kontrollerade.",
                label="Väntar på dig",
                tone="late" if round_.step >= ConfirmationRound.Step.MARKED else "wait",
                due=round_.mark_on if round_.step < ConfirmationRound.Step.MARKED else round_.unlist_on,
            )


def held_roles(user: Any) -> Iterator[HeldRole]:
    """The associations ``user`` represents."""
    for row in sorted(represented(user), key=lambda row: sort_key(row["name"])):
        yield HeldRole(
            code="association_representative",
            name="Representant för en förening",
            scope=row["name"],
            can=CAN_TRUSTED if row["trusted"] else CAN,
            because="Samordnaren har gett dig uppgiften, eller bjudit in dig till den, för att du sköter "
            "föreningens sida.",
        )


def on_renamed_municipality(municipality: Any) -> None:
    """Search words repeat the name. The worker renews them: whoever saves an entry must not have to wait."""
    outbox.queue_job("associations.tasks.refresh_search_words", municipality.pk)


def extract(user: User) -> list[dict[str, Any]]:
    """List what the room holds of a person."""
    held = Representative.objects.filter(user=user).select_related("association").order_by("pk")
    rows: list[dict[str, Any]] = [
        {
            "vad": "Sköter en förenings sida",
            "förening": one.association.name,
            "från": one.since,
            "till": one.ended_at,
        }
        for one in held
    ]
    rows += [
        {
            "vad": "Kontaktperson",
            "förening": one.association.name,
            "namn": one.name,
            "uppdrag": one.role,
            "e-post": one.email,
            "telefon": one.phone,
            "visas för alla": [name for name, value in one.public_parts.items() if value],
        }
        for one in _contact_details(user).select_related("association")
    ]
    return rows


def erase(user: User) -> None:
    """Remove the tasks and what is told of the contact person. What they proposed is the association's own."""
    Representative.objects.filter(user=user).delete()
    for one in _contact_details(user):
        services.remove_contact_person(one, actor=SYSTEM)


def _contact_details(user: User) -> QuerySet[ContactPerson]:
    """Contact persons have no account of their own: the address tells whose they are."""
    return ContactPerson.objects.filter(email__iexact=user.email).order_by("pk")


def choices(user: Any) -> Iterable[tuple[str, str]]:
    """The associations a coordinator may invite to."""
    if not user.has_perm("associations.maintain"):
        return []
    return [(str(one.pk), one.name) for one in Association.objects.in_order()]


def give(user: User, scope_id: str, actor: Actor) -> None:
    """Give the task on acceptance of an invitation."""
    association = Association.objects.filter(pk=scope_id).first()
    if association is None:
        raise DomainError("Föreningen finns inte längre. Be om en ny inbjudan.")
    services.give_representation(user, association, actor=actor)
