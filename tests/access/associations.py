"""The directory: public pages and files, the representatives' pages, the coordinator's pages."""

import hashlib
from collections.abc import Callable
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import World

COORDINATOR = frozenset({"coordinator"})
#: Those who keep an entry, by the name of the association in the world.
OWN = {
    "association": COORDINATOR | {"representative"},
    "own_unlisted": COORDINATOR | {"representative"},
    "other_association": COORDINATOR | {"other_representative"},
    "draft_association": COORDINATOR,
    "unlisted_association": COORDINATOR,
}
WORKERS = COORDINATOR | {"representative", "other_representative"}
#: What an entry tells besides its name, lead, description and addresses.
FACTS = (
    "national_organisation",
    "how_to_join",
    "cost",
    "premises_name",
    "street_address",
    "directions",
    "access_note",
    "opening_hours",
    "phone_hours",
    "languages",
    "answers_within",
)
TOKEN = "en-lank-som-bara-brevet-har"


def _slug(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": getattr(world, name).slug}


def _contact(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": world.association.slug, "pk": getattr(world, name).pk}


def _of_each(route: str, *, post_only: bool = False, **more: Any) -> list[Route]:
    """The page of each association in each state, for those who keep that entry."""
    return [
        Route(route, keepers, _slug(name), label=name, post_only=post_only, **more)
        for name, keepers in OWN.items()
    ]


def _review(route: str, *, post_only: bool = False, **more: Any) -> list[Route]:
    """A page of the coordinator's about an association, also for those who keep its entry."""
    return [
        Route(route, COORDINATOR, _slug(name), label=name, post_only=post_only, **more)
        for name in ("association", "draft_association", "own_unlisted")
    ]


def _public(route: str) -> list[Route]:
    """A public page: opens for the listed association, is not there for the others, whoever asks."""
    return [
        Route(
            route,
            EVERYBODY if name.endswith("association") and "_" not in name else NOBODY,
            _slug(name),
            label=name,
        )
        for name in ("association", "own_unlisted", "draft_association", "unlisted_association")
    ]


ROUTES = [
    Route("associations:list", EVERYBODY),
    Route("associations:list", EVERYBODY, query="?q=kanarie&kommun=gavle", label="searched"),
    Route("associations:print", EVERYBODY),
    Route("associations:json", EVERYBODY),
    Route("associations:csv", EVERYBODY),
    Route("associations:pdf", EVERYBODY),
    Route("associations:networks", EVERYBODY),
    Route("associations:network", EVERYBODY, lambda w: {"slug": w.network.slug}),
    Route(
        "associations:network",
        COORDINATOR & NOBODY,
        lambda w: {"slug": w.hidden_network.slug},
        label="hidden",
    ),
    *_public("associations:detail"),
    *_public("associations:vcard"),
    *_public("associations:report"),
    *_public("associations:report_thanks"),
    Route("associations:changes_sent", EVERYBODY),
    Route("associations:confirm_by_link", EVERYBODY, lambda w: {"token": TOKEN}),
    Route("associations:confirm_by_link", NOBODY, lambda w: {"token": "en-annan"}, label="invented link"),
    # --- those who keep an entry
    Route("associations:work", WORKERS),
    Route("associations:work", WORKERS, query="?q=kanarie&visa=alla", label="searched"),
    *_of_each("associations:own_page"),
    *_of_each("associations:edit_entry", data=lambda w: {"version": 1, "name": "Nytt namn"}),
    *_of_each("associations:history"),
    *_of_each("associations:confirm", post_only=True),
    *_of_each("associations:contacts"),
    *_of_each("associations:add_contact", data=lambda w: {"name": "Ny"}),
    Route(
        "associations:version",
        OWN["association"],
        lambda w: {"slug": w.association.slug, "number": w.rejected_version.number},
        data=lambda w: {"version": w.association.version},
    ),
    Route(
        "associations:version",
        NOBODY,
        lambda w: {"slug": w.other_association.slug, "number": w.rejected_version.number + 50},
        label="of nobody",
    ),
    Route("associations:withdraw", OWN["association"], _slug("association"), post_only=True),
    Route(
        "associations:edit_contact",
        OWN["association"],
        _contact("hidden_contact"),
        data=lambda w: {"name": "Ny"},
    ),
    # Somebody else's contact person through one's own address.
    Route("associations:edit_contact", NOBODY, _contact("other_contact"), label="of others"),
    Route("associations:hide_contact", OWN["association"], _contact("hidden_contact"), post_only=True),
    Route("associations:hide_contact", NOBODY, _contact("other_contact"), post_only=True, label="of others"),
    Route("associations:remove_contact", OWN["association"], _contact("hidden_contact")),
    Route("associations:remove_contact", NOBODY, _contact("other_contact"), label="of others"),
    # --- the coordinator
    Route("associations:create", COORDINATOR, data=lambda w: {"name": "En förening till"}),
    Route("associations:reports", COORDINATOR),
    Route("associations:handle_report", COORDINATOR, lambda w: {"pk": w.error_report.pk}, post_only=True),
    Route(
        "associations:handle_report",
        COORDINATOR,
        lambda w: {"pk": w.error_report.pk},
        query="?angra=1",
        post_only=True,
        label="undo",
    ),
    Route("associations:rounds", COORDINATOR),
    Route("associations:postpone", COORDINATOR, lambda w: {"pk": w.round.pk}),
    *_review("associations:proposal"),
    *_review("associations:reject", post_only=True, data=lambda w: {"note": "Nej tack."}),
    Route(
        "associations:approve",
        COORDINATOR,
        _slug("association"),
        post_only=True,
        data=lambda w: {"number": w.proposed_version.number},
    ),
    *_review("associations:set_status", post_only=True, query="?till=dold"),
    *_review("associations:set_trusted", post_only=True, query="?till=betrodd"),
    *_review("associations:representatives", data=lambda w: {"email": w.bystander.email}),
    Route(
        "associations:end_representation",
        COORDINATOR,
        lambda w: {"slug": w.association.slug, "pk": w.representative_task.pk},
        post_only=True,
    ),
    Route("associations:work_networks", COORDINATOR),
    Route("associations:create_network", COORDINATOR, data=lambda w: {"name": "Nytt nätverk"}),
]
for _name in ("network", "hidden_network"):
    ROUTES += [
        Route("associations:work_network", COORDINATOR, _slug(_name), label=_name),
        Route("associations:edit_network", COORDINATOR, _slug(_name), label=_name),
        Route(
            "associations:list_network",
            COORDINATOR,
            _slug(_name),
            query="?till=visas",
            label=_name,
            post_only=True,
        ),
        Route(
            "associations:remove_member",
            COORDINATOR,
            lambda w, name=_name: {"slug": getattr(w, name).slug, "member": w.association.slug},
            label=_name,
            post_only=True,
        ),
    ]


def plant_public(world: World) -> None:
    """A listed network, contact persons who show a part of themselves, and a question that has been sent."""
    from datetime import timedelta

    from django.utils import timezone

    from associations.models import AssociationNetwork, ConfirmationRound, Membership

    _plant_contacts_shown_in_part(world)

    network = AssociationNetwork.objects.create(name="Nätverket i länet", slug="natverket")
    Membership.objects.create(network=network, association=world.association)
    world.objects["network"] = network
    day = timezone.localdate()
    world.objects["round"] = ConfirmationRound.objects.create(
        association=world.association,
        step=1,
        ask_on=day,
        remind_on=day + timedelta(days=14),
        remind_again_on=day + timedelta(days=28),
        mark_on=day + timedelta(days=42),
        unlist_on=day + timedelta(days=60),
        next_on=day + timedelta(days=14),
        token_hashes=[hashlib.sha256(TOKEN.encode()).hexdigest()],
    )


def plant(world: World) -> None:
    """Everything around two entries that the public doesn't see."""
    _plant_hidden_associations(world)
    _plant_versions(world)
    _plant_contacts(world)
    _plant_the_rest(world)


def _plant_hidden_associations(world: World) -> None:
    from associations.models import Association, Membership, Representative

    for name, status, phone in (
        ("draft_association", "draft", "87"),
        ("unlisted_association", "unlisted", "88"),
        ("own_unlisted", "unlisted", "89"),
    ):
        seers = OWN[name]
        association = Association.objects.create(
            name=f"Förening {world.canary(f'name of {name}', seers)}",
            slug=name.replace("_", "-"),
            status=status,
            base_municipality=world.municipality,
            lead=f"Kort {world.canary(f'lead of {name}', seers)}",
            description=f"Lång {world.canary(f'description of {name}', seers)}",
            email=world.address(f"address of {name}", seers),
            phone=world.phone(f"phone of {name}", phone, seers),
            website=f"https://example.org/{world.canary(f'website of {name}', seers)}",
            search_words="kanarie gävle",
            **{fact: f"Mer {world.canary(f'{fact} of {name}', seers)}" for fact in FACTS},
        )
        association.covers.add(world.municipality)
        # A hidden association doesn't show through the network it is a member of.
        Membership.objects.create(network=world.network, association=association)
        world.objects[name] = association
    Representative.objects.create(user=world.personas["representative"], association=world.own_unlisted)
    # A task that has ended opens nothing.
    from django.utils import timezone

    Representative.objects.create(
        user=world.personas["other_representative"], association=world.association, ended_at=timezone.now()
    )


def _plant_versions(world: World) -> None:
    from django.utils import timezone

    from associations.facts import facts_of
    from associations.models import EntryVersion

    for name, persona in (("association", "representative"), ("other_association", "other_representative")):
        association = world.objects[name]
        seers = OWN[name]
        public = facts_of(association).as_json()
        states = (("approved", None), ("rejected", timezone.now()), ("proposed", None))
        for number, (state, decided) in enumerate(states, start=1):
            facts = dict(public)
            if state != "approved":
                facts["how_to_join"] = f"Kom {world.canary(f'{state} version of {name}', seers)}"
            version = EntryVersion.objects.create(
                association=association,
                number=number,
                state=state,
                facts=facts,
                changed=[] if state == "approved" else ["how_to_join"],
                actor_id=world.personas[persona].actor_id,
                decided_at=decided,
                note=f"Svar {world.canary(f'answer to {name}', seers)}" if state == "rejected" else "",
            )
            world.objects.setdefault(f"{state}_version", version)
        association.version = len(states)
        association.save(update_fields=["version"])


def _plant_contacts(world: World) -> None:
    from associations.models import ContactPerson

    for name, holder in (("hidden_contact", "association"), ("other_contact", "other_association")):
        seers = OWN[holder]
        world.objects[name] = ContactPerson.objects.create(
            association=world.objects[holder],
            name=f"Lo {world.canary(f'{name} name', seers)}",
            role=f"Kassör {world.canary(f'{name} role', seers)}",
            email=world.address(f"{name} address", seers),
            phone=world.phone(f"{name} phone", "99" if name == "hidden_contact" else "98", seers),
        )


def _plant_contacts_shown_in_part(world: World) -> None:
    """One contact person for each single field that may be shown: the others stay hidden."""
    from associations.models import ContactPerson

    fields = ("name", "email", "role")
    for shown in fields:
        values = {
            field: world.canary(
                f"{field} of a contact who shows {shown}", EVERYBODY if field == shown else OWN["association"]
            )
            for field in fields
        }
        if shown == "role":
            # A role alone says nothing, so it waits (ContactPerson.public_parts).
            world.canaries[values["role"]] = OWN["association"]
        ContactPerson.objects.create(
            association=world.association,
            name=f"Mo {values['name']}",
            role=f"Värd {values['role']}",
            email=f"{values['email']}@example.org",
            phone=world.phone(
                f"phone of a contact who shows {shown}", f"9{fields.index(shown)}", OWN["association"]
            ),
            publish_name=shown == "name",
            publish_email=shown == "email",
            publish_role=shown == "role",
        )


def _plant_the_rest(world: World) -> None:
    from associations.models import AssociationNetwork, ErrorReport, Membership

    hidden = AssociationNetwork.objects.create(
        name=f"Nätverk {world.canary('name of a hidden network', COORDINATOR)}",
        slug="dolt-natverk",
        description=world.canary("description of a hidden network", COORDINATOR),
        contact_name=world.canary("contact of a hidden network", COORDINATOR),
        contact_email=world.address("address of a hidden network", COORDINATOR),
        contact_phone=world.phone("phone of a hidden network", "96", COORDINATOR),
        meetings=world.canary("meetings of a hidden network", COORDINATOR),
        is_listed=False,
    )
    Membership.objects.create(network=hidden, association=world.association)
    world.objects["hidden_network"] = hidden
    world.objects["error_report"] = ErrorReport.objects.create(
        association=world.association,
        about="person",
        text=f"Fel: {world.canary('a visitor report', COORDINATOR)}",
    )
    ErrorReport.objects.create(
        association=world.own_unlisted,
        about="other",
        text=f"Fel: {world.canary('a report from the association', COORDINATOR)}",
        from_association=True,
    )
