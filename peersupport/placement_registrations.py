"""What the portal shows of placements elsewhere: navigation, waiting rows, roles, parts, personal data, the privacy page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from common import registries
from common.processings import PUBLIC_TASK, PUBLIC_TASK_HEALTH, Processing, register_processing, span
from common.registries import NavItem, OverviewRow, PersonalData
from common.site_map import Place, register_places
from common.swedish import today
from peersupport import placement_tasks
from peersupport.models import EvaluationMember, Interest, Obstacle, Placement
from peersupport.queries import decisions
from peersupport.queries import overview as queries
from peersupport.sections import Part, register_part
from peersupport.services.interest import CONTACT_KEPT, forget_sender
from peersupport.services.posts import NAME_KEPT

#: Workers know the tasks because this module is read at start.
__all__ = ["placement_tasks", "register"]


def register() -> None:
    """Fill the registries."""
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_personal_data(PersonalData("peersupport", extract, erase))
    register_places(places)
    register_processing(processing)
    register_processing(processing_of_interest)
    register_part(Part("Beslut", "peersupport:decisions", "peersupport.view_placement", 30, decisions.told))
    register_part(Part("Tjänsten", "peersupport:posts", "peersupport.view_peer", 50, told_of_posts))


def places() -> Iterator[Place]:
    """The open form of units, for search engines."""
    yield Place(reverse("peersupport_public:interest"))


def work_nav(user: Any) -> Iterator[NavItem]:
    """For everybody who has a placement to look at, or a unit that may have one."""
    if user.has_perm("peersupport.work"):
        yield NavItem("Peer support", reverse("peersupport:home"), order=44)


def overview_rows(user: Any) -> Iterable[OverviewRow]:
    """Interests that wait, placements at rest that are due, moves that are possible, units that have closed."""
    return queries.waiting_rows(user) if user.has_perm("peersupport.work") else ()


def told_of_posts(placement: Placement) -> str:
    """For those who may see the share: "75 procent i dag"."""
    day = today()
    now = [post for post in placement.posts.all() if post.holds_on(day)]
    return f"{now[0].share} procent av heltid i dag" if now else "Ingen har tjänsten i dag"


def processing() -> Processing:
    """What the privacy page tells of those who hold a post."""
    return Processing(
        slug="peer-support",
        name="Den som arbetar som peer supporter",
        purpose="Verksamheten ska kunna planera introduktion, handledning och arbetstid för den som har tjänsten.",
        what=(
            "Första och sista dag i tjänsten och hur stor del av heltid. Namnet är frivilligt. Att arbeta som peer supporter "
            "säger att man har egen erfarenhet av psykisk ohälsa. Det står aldrig något om hälsa, och aldrig vad som sägs i "
            "handledningen."
        ),
        basis=PUBLIC_TASK_HEALTH,
        who="Enhetschefen, handledaren och samordnaren. Alla andra ser bara att det finns en tjänst på verksamheten.",
        how_long=f"Namnet tas bort {span(NAME_KEPT)} efter sista dagen i tjänsten, eller direkt när personen ber om det.",
        order=46,
    )


def processing_of_interest() -> Processing:
    """What the privacy page tells of who writes for a unit."""
    return Processing(
        slug="intresse-for-peer-support",
        name="Verksamheter som vill ha peer support",
        purpose="Samordnaren ska kunna svara den som frågar för sin verksamhet.",
        what="Namn, e-post och telefon i tjänsten, vilken verksamhet det gäller och varför den vill.",
        basis=PUBLIC_TASK,
        who="Samordnaren.",
        how_long=f"Namn, e-post och telefon tas bort {span(CONTACT_KEPT)} efter svaret, eller {span(CONTACT_KEPT)} efter att "
        "frågan kom om ingen har svarat. Frågan och svaret står kvar.",
        order=47,
    )


def extract(user: User) -> list[dict[str, Any]]:
    """List what is held of a person. The holder of a post has no account here: the name is only a name."""
    rows: list[dict[str, Any]] = [
        {
            "vad": "Med i en utvärdering av peer support",
            "verksamhet": one.placement.unit.name,
            "från": one.since,
            "till": one.ended_on,
        }
        for one in EvaluationMember.objects.filter(user=user).select_related("placement__unit").order_by("pk")
    ]
    rows += [
        {
            "vad": "Intresse för peer support",
            "verksamhet": one.unit.name if one.unit else one.unit_text,
            "varför": one.why,
            "namn": one.contact_name,
            "e-post": one.contact_email,
            "telefon": one.contact_phone,
            "skickat": one.created_at,
        }
        for one in Interest.objects.filter(sent_by=user).select_related("unit").order_by("pk")
    ]
    rows += [
        {
            "vad": "Hinder i en placering",
            "verksamhet": one.placement.unit.name,
            "hinder": one.text,
            "skrivet": one.raised_at,
        }
        for one in Obstacle.objects.filter(raised_by=user).select_related("placement__unit").order_by("pk")
    ]
    return rows


def erase(user: User) -> None:
    """Take the person out of teams, out of what they raised, and empty contact data they sent."""
    EvaluationMember.objects.filter(user=user).delete()
    Obstacle.objects.filter(raised_by=user).update(raised_by=None)
    forget_sender(user)
