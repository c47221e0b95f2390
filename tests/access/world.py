"""A small portal with a canary word in every text that somebody may not see.

A canary's word stands in exactly one object's one field; ``may_see`` names the personas to whom that text is
open. Objects are made straight in the database, without raising cache stamps, so that a page which shows them
anyway can't hide behind the cache. Who may see what follows the issue, the architecture ("closed by default")
and domain.md 8, not what the code happens to do.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.swedish import day_text
from tests.access.matrix import EVERYBODY, PERSONAS

#: Those who give roles must be able to pick a person.
KEEPERS = frozenset({"coordinator", "administrator"})
#: Those who work with ``world.audit`` together.
TEAM = frozenset({"audit_lead", "auditor"})
#: Who meets the agreement of ``world.audit``: the team, who ordered it, the unit's manager, those who keep order.
AGREEMENT = TEAM | KEEPERS | {"commissioner", "unit_manager"}
#: Who runs ``world.council``, and everybody in it.
OFFICE = frozenset({"council_chair", "council_secretary"})
COUNCIL = OFFICE | {"council_member", "council_substitute"}
NOBODY: frozenset[str] = frozenset()
#: The last figures of the numbers in the mandates of ``world.council`` and ``world.other_council``.
_COUNCIL_PHONES = {
    "council_member": "41",
    "council_substitute": "42",
    "council_chair": "43",
    "somebody without account": "44",
    "other_council_member": "45",
}
_CANARY = re.compile("kanarie[0-9a-f]{10}")


@dataclass
class World:
    """Objects by name, personas, and canaries: word → who may see it."""

    personas: dict[str, Any] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)
    #: Word → which text it stands in, to read a failure by.
    what: dict[str, str] = field(default_factory=dict)
    #: Words besides the canaries' own that tell: dates of interviews, telephone numbers.
    telltales: list[str] = field(default_factory=list)
    #: Persona → session key.
    sessions: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["objects"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def canary(self, what: str, may_see: Iterable[str] = NOBODY) -> str:
        """Return a new word that only ``may_see`` may meet; the same in every run, so that pages are as wide in every run."""
        digest = hashlib.sha256(f"{len(self.canaries)} {what}".encode()).hexdigest()[:10]
        # Ten figures alone could be a personal identity number, which no text may hold.
        word = f"kanarie{f'a{digest[1:]}' if digest.isdigit() else digest}"
        self.canaries[word] = frozenset(may_see)
        self.what[word] = what
        return word

    def day(self, what: str, day: date, may_see: Iterable[str] = NOBODY) -> date:
        """Return ``day``, which no other object may have, as a canary in the two ways the portal writes it."""
        for word in (day.isoformat(), day_text(day)):
            self.canaries[word] = frozenset(may_see)
            self.what[word] = what
            self.telltales.append(word)
        return day

    def address(self, what: str, may_see: Iterable[str] = NOBODY) -> str:
        """Return a mail address with a canary."""
        return f"{self.canary(what, may_see)}@example.org"

    def phone(self, what: str, ending: str, may_see: Iterable[str] = NOBODY) -> str:
        """Return a number that no other object may have, as a canary in the two ways the portal writes it."""
        for word in (f"070-174 06 {ending}", number := f"+467017406{ending}"):
            self.canaries[word] = frozenset(may_see)
            self.what[word] = f"{what}, written {word}"
            self.telltales.append(word)
        return number

    def forbidden(self, persona: str) -> list[str]:
        """Return the words ``persona`` must never meet."""
        return [word for word, may_see in self.canaries.items() if persona not in may_see]

    def heard(self, text: str) -> set[str]:
        """Return the words that stand in ``text``."""
        found = {*_CANARY.findall(text), *(word for word in self.telltales if word in text)}
        return found & self.canaries.keys()


def plant_people(world: World) -> None:
    """One person for each persona. Names and addresses are for themselves and for those who give roles."""
    from accounts.models import PortalRole, User

    for persona in PERSONAS:
        if persona == "visitor":
            world.personas[persona] = None
            continue
        seers = KEEPERS | {persona}
        if persona in KEEPERS:
            # Who answered a proposal stands in its history, in the authority's name.
            seers |= {"representative", "other_representative"}
        if persona in TEAM or persona == "commissioner":
            # The team knows one another, and who ordered.
            seers |= TEAM
        if persona in COUNCIL:
            # Who keeps the papers is known to everybody in the council, the others to those who run it.
            seers |= COUNCIL if persona == "council_secretary" else OFFICE
        user = User.objects.create_user(
            world.address(f"{persona}'s address", KEEPERS | {persona}),
            "en-lang-losenfras",
            name=f"Kim {world.canary(f'{persona} name', seers)}",
        )
        if persona in {"administrator", "coordinator", "editor"}:
            PortalRole.objects.create(user=user, role=persona)
        world.personas[persona] = user
    world.objects["bystander"] = User.objects.create_user(
        # Roles are offered by address: no page shows one.
        world.address("bystander's address"),
        "en-lang-losenfras",
        name=f"Bo {world.canary('bystander name', KEEPERS)}",
    )


def plant_public(world: World) -> None:
    """What anybody may see, and what is tied to the personas' roles."""
    from associations.models import Association, Representative
    from organisations.models import Area, Municipality, Principal, Unit, UnitRole

    area = Area.objects.create(name="Gästrikland", slug="gastrikland")
    place = Municipality.objects.create(name="Gävle", slug="gavle", area=area, tile_column=3, tile_row=5)
    principal = Principal.objects.create(name="Regionen", slug="regionen", kind="region")
    unit = Unit.objects.create(
        name="Öppenvården Gävle", slug="oppenvarden-gavle", principal=principal, municipality=place
    )
    for role in ("unit_manager", "supervisor"):
        world.objects[f"{role}_role"] = UnitRole.objects.create(
            user=world.personas[role], unit=unit, role=role
        )
    world.objects["unaddressed_unit"] = unaddressed = Unit.objects.create(
        name="Boendestödet Gävle", slug="boendestodet-gavle", principal=principal, municipality=place
    )
    UnitRole.objects.create(user=world.personas["other_unit_manager"], unit=unaddressed, role="unit_manager")
    world.objects |= {"area": area, "municipality": place, "principal": principal, "unit": unit}
    listed = (
        ("association", "Egna Ord Hälsingland", "egna-ord-halsingland", "representative"),
        ("other_association", "Föreningen Lyktskenet", "foreningen-lyktskenet", "other_representative"),
    )
    for name, title, slug, persona in listed:
        association = Association.objects.create(
            name=title,
            slug=slug,
            status="listed",
            base_municipality=place,
            description=f"Vi är {world.canary(f'{name} description', EVERYBODY)}",
        )
        association.covers.add(place)
        world.objects[name] = association
        world.objects[f"{persona}_task"] = Representative.objects.create(
            user=world.personas[persona], association=association
        )


def plant_audits(world: World) -> None:
    """Two audits whose interviews go on, as anybody may know of them: of the personas' unit, and a collaboration.

    ``audit`` belongs to audit_lead and auditor and is ordered by commissioner; unit_manager's unit is looked at.
    ``other_audit`` is led by other_auditor. What only some may read of them is planted by each part's own file.
    """
    from datetime import timedelta

    from django.utils import timezone

    from revisions.models import (
        AuditCommissioner,
        AuditMember,
        AuditorTraining,
        AuditUnit,
        GuideVersion,
        UserAudit,
    )

    today = timezone.localdate()
    told = (("audit", "Får du bestämma om din vård?"), ("other_audit", "Fick du den plan du bad om?"))
    for name, question in told:
        world.objects[name] = UserAudit.objects.create(
            title=f"Granskning {world.canary(f'title of {name}', EVERYBODY)}",
            slug=name.replace("_", "-"),
            question=f"{question} {world.canary(f'question of {name}', EVERYBODY)}",
            lead_text=f"Vi frågar dem som vet {world.canary(f'short text of {name}', EVERYBODY)}",
            status="interviewing",
            association=world.association,
            commissioner_name=f"Länsledningen {world.canary(f'commissioner named in {name}', EVERYBODY)}",
        )
    # Locked and empty: the guide's own file plants what it asks.
    world.objects["guide"] = GuideVersion.objects.create(
        audit=world.audit, number=1, locked_at=timezone.now()
    )
    world.objects["audit_unit"] = AuditUnit.objects.create(audit=world.audit, unit=world.unit)
    world.other_audit.principals.add(world.principal)
    members = (("audit", "audit_lead"), ("audit", "auditor"), ("other_audit", "other_auditor"))
    for name, persona in members:
        AuditorTraining.objects.create(
            user=world.personas[persona],
            valid_from=today - timedelta(days=90),
            valid_to=today + timedelta(days=500),
        )
        world.objects[f"{persona}_membership"] = AuditMember.objects.create(
            audit=world.objects[name],
            user=world.personas[persona],
            role="auditor" if persona == "auditor" else "audit_lead",
            confidentiality_on=today,
            no_care_relation_on=today,
        )
    world.objects["audit_commissioner"] = AuditCommissioner.objects.create(
        audit=world.audit, user=world.personas["commissioner"]
    )


def plant_councils(world: World) -> None:
    """Two councils with public pages, and who sits there, as anybody may know of them.

    ``council``: council_member and council_substitute sit for ``association``, council_chair for
    ``other_association``, somebody without account for ``unit``; council_secretary keeps its papers. Its
    open seat is empty. ``other_council`` has other_council_member alone. Only the chair has said yes to a public name.
    """
    from councils.models import Council, CouncilOffice, PayrollReader

    for name, slug in (("council", "brukarradet"), ("other_council", "radet-for-annat")):
        world.objects[name] = Council.objects.create(
            kind="council",
            name=f"Rådet {world.canary(f'name of {name}', EVERYBODY)}",
            slug=slug,
            is_public=True,
        )
    world.council.principals.add(world.principal)
    world.council.units.add(world.unit)
    body = {
        "member": ("council", "association"),
        "chair": ("council", "other_association"),
        "unit": ("council", "unit"),
        "open": ("council", ""),
        "other": ("other_council", "other_association"),
    }
    for name, (council, holder) in body.items():
        world.objects[f"{name}_seat"] = _seat(world, world.objects[council], holder)
    _sits(world, "member", "council_member", "member", {"representative"})
    _sits(world, "member", "council_substitute", "substitute", {"representative"})
    _sits(world, "chair", "council_chair", "chair", {"other_representative"})
    _sits(world, "unit", "", "member", NOBODY)
    _sits(world, "other", "other_council_member", "member", {"other_representative"})
    world.objects["secretary_office"] = CouncilOffice.objects.create(
        council=world.council, user=world.personas["council_secretary"]
    )
    world.objects["payroll_reading"] = PayrollReader.objects.create(
        principal=world.principal, user=world.personas["payroll_reader"]
    )


def _seat(world: World, council: Any, holder: str) -> Any:
    from councils.models import Seat

    fields: dict[str, Any] = {"kind": "open", "voice": "both"}
    if holder == "unit":
        fields = {"kind": "unit", "unit": world.unit, "voice": "authority"}
    elif holder:
        fields = {"kind": "association", "association": world.objects[holder], "voice": "users"}
    return Seat.objects.create(council=council, **fields)


def _sits(world: World, seat: str, persona: str, role: str, appoints: Iterable[str]) -> None:
    """A mandate that holds for a year more: ``world.<persona>_mandate``, ``world.unit_mandate`` without account."""
    from datetime import timedelta

    from django.utils import timezone

    from common.swedish import today
    from councils.models import Mandate

    place = world.objects[f"{seat}_seat"]
    office = OFFICE if place.council_id == world.council.pk else NOBODY
    who = persona or "somebody without account"
    seers = {"coordinator", *office, *appoints, *([persona] if persona else [])}
    world.objects[f"{persona or seat}_mandate"] = Mandate.objects.create(
        council=place.council,
        seat=place,
        association=place.association,
        unit=place.unit,
        role=role,
        user=world.personas[persona] if persona else None,
        name=f"Mika {world.canary(f'name in the mandate of {who}', EVERYBODY if role == 'chair' else seers)}",
        email=world.address(f"address in the mandate of {who}", seers),
        phone=world.phone(f"phone in the mandate of {who}", _COUNCIL_PHONES[who], seers),
        starts_on=today() - timedelta(days=30),
        ends_on=today() + timedelta(days=335),
        appointed_on=today() - timedelta(days=45),
        appointed_how="board" if place.association_id else "employer",
        name_public_since=timezone.now() if role == "chair" else None,
    )
