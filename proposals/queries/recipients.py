"""To whom letters go: those who answer for a unit or a principal, and who is above them."""

from collections.abc import Iterable
from dataclasses import dataclass

from organisations.models import Respondent, UnitRole
from proposals.rules import Bodies


@dataclass(frozen=True)
class Recipient:
    """One address and for which bodies it is written to. ``key`` names it without the address."""

    key: str
    email: str
    bodies: Bodies


def answerers(bodies: Bodies) -> list[Recipient]:
    """Return those who answer for ``bodies``: unit managers and named respondents, each address once."""
    managed = UnitRole.objects.current().filter(unit__in=bodies.units, role=UnitRole.Role.UNIT_MANAGER)
    found = [
        (f"user-{user}", email, unit, None)
        for user, email, unit in managed.filter(user__is_active=True).values_list(
            "user_id", "user__email", "unit_id"
        )
    ]
    return _gathered([*found, *_named(bodies, Respondent.Kind.RESPONDENT)])


def superiors(bodies: Bodies) -> list[Recipient]:
    """Return those who are above ``bodies``."""
    return _gathered(_named(bodies, Respondent.Kind.SUPERIOR))


_Row = tuple[str, str, int | None, int | None]


def _named(bodies: Bodies, kind: str) -> list[_Row]:
    rows = Respondent.objects.filter(kind=kind)
    of_these = rows.filter(unit__in=bodies.units) | rows.filter(principal__in=bodies.principals)
    return [
        (f"respondent-{pk}", email, unit, principal)
        for pk, email, unit, principal in of_these.values_list("pk", "email", "unit_id", "principal_id")
    ]


def _gathered(rows: Iterable[_Row]) -> list[Recipient]:
    by_email: dict[str, list[_Row]] = {}
    for row in rows:
        by_email.setdefault(row[1].lower(), []).append(row)
    return [
        Recipient(
            own[0][0],
            email,
            Bodies(
                frozenset(unit for _, _, unit, _ in own if unit),
                frozenset(principal for _, _, _, principal in own if principal),
            ),
        )
        for email, own in by_email.items()
    ]
