"""What visitors write to the coordinator, and the pages they write it on."""

import uuid

from tests.access.matrix import EVERYBODY, Route
from tests.access.world import World

#: Not even an administrator: it is written to the coordinator alone.
ANSWERERS = frozenset({"coordinator"})


def _new(world: World) -> dict[str, object]:
    return {"pk": world.asked_enquiry.pk}


def _answered(world: World) -> dict[str, object]:
    return {"pk": world.answered_enquiry.pk}


def _sent(world: World) -> dict[str, object]:
    return {"sending": world.asked_enquiry.sending}


ROUTES = [
    Route("pages:crisis_help", EVERYBODY),
    Route("pages:enquiry_ways", EVERYBODY),
    *(
        Route("pages:enquiry_way", EVERYBODY, lambda w, slug=slug: {"slug": slug}, label=slug)  # type: ignore[misc]
        for slug in ("brukarrevisor", "representant", "peer-supporter", "gruppledare", "forelasning")
    ),
    Route("pages:contact", EVERYBODY),
    Route("pages:enquiry_accessibility", EVERYBODY),
    # Whoever has the receipt's address reads the promised day, and nothing else.
    Route("pages:enquiry_sent", EVERYBODY, _sent),
    Route("pages:enquiries", ANSWERERS),
    Route("pages:enquiries", ANSWERERS, query="?del=besvarade", label="answered"),
    Route("pages:enquiry_settle", ANSWERERS, _new, post_only=True, data=lambda w: {"lage": "besvarad"}),
    Route("pages:enquiry_reopen", ANSWERERS, _answered, post_only=True),
    Route("pages:enquiry_remove", ANSWERERS, _new, post_only=True),
]


def plant(world: World) -> None:
    """One message that waits and one that is answered."""
    from django.utils import timezone

    from common.swedish import today
    from pages.models import Enquiry

    world.objects["asked_enquiry"] = Enquiry.objects.create(
        sending=uuid.UUID(int=7),
        kind="peer_support",
        name=f"Alias {world.canary('name in an enquiry', ANSWERERS)}",
        email=world.address("address in an enquiry", ANSWERERS),
        phone=world.phone("phone in an enquiry", "81", ANSWERERS),
        place=f"Sidan {world.canary('page in an enquiry', ANSWERERS)}",
        text=f"Jag undrar {world.canary('text of an enquiry', ANSWERERS)}",
        municipality=world.municipality,
        answer_by=today(),
    )
    coordinator = world.personas["coordinator"]
    world.objects["answered_enquiry"] = Enquiry.objects.create(
        kind="contact",
        name=f"Alias {world.canary('name in an answered enquiry', ANSWERERS)}",
        text=f"Jag undrar {world.canary('text of an answered enquiry', ANSWERERS)}",
        status="answered",
        settled_at=timezone.now(),
        settled_by=coordinator.actor_id,
    )
