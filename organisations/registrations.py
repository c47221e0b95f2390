"""What other rooms show of this one; filled in by ``OrganisationsConfig.ready``."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from accounts.grants import register_grant
from accounts.models import User
from common import registries
from common.actors import Actor
from common.errors import DomainError
from common.registries import HeldRole, NavItem, OverviewRow, PersonalData
from common.swedish import count_text, sort_key
from organisations import queries
from organisations.models import Respondent, Unit, UnitRole
from organisations.rules import unit_roles
from organisations.services.roles import give_unit_role

#: What a role lets one see and do, in plain words.
CAN = {
    "unit_manager": (
        "Se verksamhetens sida: vem som svarar och vem som är överordnad.",
        "Se det i portalen som rör din verksamhet.",
        "Fråga dem som använder verksamheten i en anonym enkät, och se hur många som svarat vad.",
        "Leda verksamheten från intresse till peer support, och se vem som har tjänsten.",
        "Du ser inte vem som har svarat eller blivit intervjuad.",
    ),
    "supervisor": (
        "Se verksamhetens sida: vem som svarar och vem som är överordnad.",
        "Se hur långt peer support har kommit i verksamheten, och vem som har tjänsten om namnet är skrivet.",
        "Föra in när handledningen hålls, och ta upp hinder. Aldrig vad som sägs.",
        "Portalen sparar aldrig uppgifter om någons hälsa.",
    ),
}


def register() -> None:
    """Fill in the registries."""
    registries.register_overview_rows(overview_rows)
    registries.register_work_nav(work_nav)
    registries.register_roles(held_roles)
    registries.register_personal_data(PersonalData("organisations", extract, erase))
    register_grant(
        "unit_manager", "Enhetschef för en verksamhet", unit_choices, _giver(UnitRole.Role.UNIT_MANAGER)
    )
    register_grant(
        "supervisor",
        "Handledare för peer support i en verksamhet",
        unit_choices,
        _giver(UnitRole.Role.SUPERVISOR),
    )


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Units that nobody answers for wait for those who maintain them."""
    if not user.has_perm("organisations.maintain"):
        return
    count = queries.unanswered_units()
    if count:
        yield OverviewRow(
            title=f"Ange vem som svarar för {count_text(count, 'verksamhet', 'verksamheter')}",
            url=f"{reverse('organisations:units')}?visa=utan-svar",
            consequence="Förslag till en verksamhet utan ansvarig når ingen.",
            label="Väntar på dig",
        )


def work_nav(user: Any) -> Iterator[NavItem]:
    """The whole list for those who maintain it; one's own units for others."""
    if user.has_perm("organisations.maintain"):
        yield NavItem("Verksamheter", reverse("organisations:units"), order=60)
        return
    own = {row["slug"]: row["name"] for row in unit_roles(user)}
    for slug, name in sorted(own.items(), key=lambda unit: sort_key(unit[1])):
        yield NavItem(name, reverse("organisations:unit", args=[slug]), order=60)


def held_roles(user: Any) -> Iterator[HeldRole]:
    """The roles ``user`` holds at units."""
    for row in sorted(unit_roles(user), key=lambda row: (sort_key(row["name"]), row["role"])):
        yield HeldRole(
            code=row["role"],
            name=str(UnitRole.Role(row["role"]).label),
            scope=row["name"],
            can=CAN[row["role"]],
            because="Samordnaren har gett dig rollen, eller bjudit in dig till den, för att du har den "
            "uppgiften i verksamheten.",
        )


def extract(user: User) -> list[dict[str, Any]]:
    """List what the room holds of a person."""
    roles = UnitRole.objects.filter(user=user).select_related("unit").order_by("pk")
    answering = Respondent.objects.filter(email__iexact=user.email) | Respondent.objects.filter(user=user)
    rows: list[dict[str, Any]] = [
        {
            "vad": "Roll i en verksamhet",
            "roll": role.get_role_display(),
            "verksamhet": role.unit.name,
            "från": role.starts_on,
            "till": role.ends_on,
        }
        for role in roles
    ]
    rows.extend(
        {
            "vad": "Svarar i tjänsten",
            "namn": row.name,
            "titel": row.title,
            "e-postadress": row.email,
            "för": str(row.unit or row.principal),
        }
        for row in answering.select_related("unit", "principal").order_by("pk")
    )
    return rows


def erase(user: User) -> None:
    """Remove the roles and detach the account. The name given in office stays until it is replaced."""
    UnitRole.objects.filter(user=user).delete()
    Respondent.objects.filter(user=user).update(user=None)


def unit_choices(user: Any) -> Iterable[tuple[str, str]]:
    """The open units that ``user`` may invite to."""
    if not user.has_perm("organisations.maintain"):
        return []
    return [(str(unit.pk), f"{unit.name}, {unit.principal}") for unit in Unit.objects.active().in_order()]


def _giver(role: str) -> Any:
    def give(user: User, scope_id: str, actor: Actor) -> None:
        unit = Unit.objects.filter(pk=scope_id).first()
        if unit is None:
            raise DomainError("Verksamheten finns inte längre. Be om en ny inbjudan.")
        give_unit_role(user, unit, role, actor=actor)

    return give
