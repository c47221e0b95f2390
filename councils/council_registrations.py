"""What the portal shows of councils and mandates elsewhere: waiting rows, navigation, roles, search, erasure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.grants import register_grant
from accounts.holdings import held
from accounts.models import User
from common import registries
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.processings import PUBLIC_TASK, PUBLIC_TASK_HEALTH, Processing, register_processing, span
from common.registries import HeldRole, NavItem, OverviewRow, PersonalData, SearchSource, SearchText
from common.site_map import Place, register_places
from common.swedish import count_text, day_text, today
from councils import council_tasks
from councils.models import Council, CouncilOffice, Mandate, PayrollReader, Seat
from councils.queries import councils as queries
from councils.queries import mandates as ledger
from councils.rules import mandate_rows
from councils.services import council_status, mandate_accounts, offices
from councils.services.contact_retention import CONTACT_KEPT
from councils.words import MandateRole
from organisations.models import Principal

#: Workers know the tasks because this module is read at start.
__all__ = ["council_tasks", "register"]
#: Promised to outsiders; the URLconf isn't loaded yet when the rooms register.
ADDRESS = "/brukarrad/"
SECRETARY, PAYROLL = "council_secretary", "payroll_reader"
_SITS = (
    "Läsa dagordning och handlingar, och svara på kallelser.",
    "Föreslå punkter till dagordningen och se vad som händer med dem.",
    "Bestämma själv om ditt namn får visas för alla.",
    "Du ser inte de andras kontaktuppgifter.",
)
_RUNS = (
    "Sätta dagordningen, skriva anteckningar och publicera dem när de är godkända.",
    "Se vilka som sitter i rådet och hur man når dem.",
    "Bestämma själv om ditt namn får visas för alla.",
)
_KEEPS = (
    "Kalla till möten, lägga ut handlingar och se vad deltagarna behöver.",
    "Föra anteckningar och skicka dem för synpunkter.",
    "Se vilka som sitter i rådet och hur man når dem.",
)
_PAYS = (
    "Ta emot listor med arvoden och resor som är attesterade.",
    "Markera att en lista är mottagen eller utbetald.",
    "Du ser inget annat av råden.",
)


def register() -> None:
    """Fill the registries."""
    registries.register_main_nav(NavItem("Brukarråd", ADDRESS, order=35))
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_roles(held_roles)
    for source in search_sources():
        registries.register_search_source(source)
    registries.register_personal_data(PersonalData("councils", extract, erase))
    register_places(places)
    register_processing(processing)
    register_grant(SECRETARY, "Sekreterare i ett råd", _councils, _give_office)
    register_grant(PAYROLL, "Löneenheten hos en huvudman", _principals, _give_payroll)
    register_grant(mandate_accounts.GRANT, "Uppdrag i ett råd", _loose_mandates, _give_mandate)


def work_nav(user: Any) -> Iterator[NavItem]:
    """One's councils; the ledger alone for those who only appoint."""
    if user.has_perm("councils.work"):
        yield NavItem("Råd", reverse("councils:home"), order=42)
    elif user.has_perm("councils.see_mandates"):
        yield NavItem("Uppdrag", reverse("councils:ledger"), order=42)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """One's name to say yes or no to; for those who appoint empty seats and mandates that end; paused councils to look at."""
    for one in ledger.names_to_answer(user):
        yield OverviewRow(
            title=f"Får ditt namn visas? {one.council}",
            url=reverse("councils:mandate", args=[one.pk]),
            consequence="Tills du har svarat visas det inte. Du kan säga ja, nej eller senare.",
            label="Väntar på ditt svar",
            tone="wait",
        )
    if not user.has_perm("councils.see_mandates"):
        return
    if user.has_perm("councils.oversee"):
        yield from _reviews()
    for one in ledger.ending_mandates(user):
        yield OverviewRow(
            title=f"Utse nästa {one.get_role_display().lower()} för {one.body}",
            url=reverse("councils:hand_over", args=[one.pk])
            if one.seat_id
            else reverse("councils:mandate", args=[one.pk]),
            consequence=f"Uppdraget i {one.council} går ut. Därefter står platsen tom.",
            label="Går snart ut",
            tone="wait",
            due=one.ends_on,
        )
    vacant = ledger.vacant_seats(user)
    if vacant:
        yield OverviewRow(
            title=f"Utse till {count_text(len(vacant), 'ledig plats', 'lediga platser')} i råden",
            url=reverse("councils:ledger"),
            consequence="Ingen talar för dem där just nu."
            if user.has_perm("councils.oversee")
            else "Ingen talar för er där just nu.",
            label="Ledigt",
            tone="wait",
        )


def _reviews() -> Iterator[OverviewRow]:
    day = today()
    for one in queries.due_reviews(day, council_status.REVIEW_AHEAD):
        late = one.review_on is not None and one.review_on < day
        yield OverviewRow(
            title=f"Se över om {one.name} ska börja igen",
            url=reverse("councils:council", args=[one.slug]),
            consequence="Rådet är vilande. Bestäm om det börjar igen, avslutas eller väntar.",
            label="Skulle ha setts över" if late else "Ses över",
            tone="late" if late else "wait",
            due=one.review_on,
        )


def held_roles(user: Any) -> Iterator[HeldRole]:
    """The councils ``user`` sits in, keeps the papers of, and whose payroll lists they receive."""
    for row in sorted(mandate_rows(user), key=lambda row: (row["name"], row["id"])):
        runs = row["role"] == MandateRole.CHAIR
        until = f" Uppdraget gäller till och med {_day(row['ends_on'])}." if row["ends_on"] else ""
        yield HeldRole(
            code=f"council_{row['role']}",
            name=f"{MandateRole(row['role']).label} i ett råd",
            scope=row["name"],
            can=_RUNS if runs else _SITS,
            because=f"Den som du talar för har utsett dig.{until} Föreningen, rådets ordförande och sekreterare och "
            "samordnaren ser att du har uppdraget.",
        )
    for row in sorted(held(user, "councils.offices"), key=lambda row: row["name"]):
        yield HeldRole(
            code=SECRETARY,
            name="Sekreterare i ett råd",
            scope=row["name"],
            can=_KEEPS,
            because="Samordnaren har gett dig uppgiften. De som är med i rådet ser att du har den.",
        )
    for row in sorted(held(user, "councils.payroll"), key=lambda row: row["name"]):
        yield HeldRole(
            code=PAYROLL,
            name="Löneenheten",
            scope=row["name"],
            can=_PAYS,
            because="Samordnaren har gett dig uppgiften.",
        )


def search_sources() -> list[SearchSource]:
    """Councils with a public page for everybody; the others for those who open them at work. Nobody's name."""
    return [
        SearchSource(
            kind="council",
            label="Råd och dialogmöten",
            one="Råd",
            model=Council,
            rows=lambda: _with_seats(Council.objects.public()),
            entry=lambda one: _found(one, one.get_absolute_url()),
            related={Seat: lambda one: [one.council_id]},
            order=32,
        ),
        SearchSource(
            kind="council_work",
            label="Mitt arbete",
            one="Råd utan publik sida",
            model=Council,
            rows=lambda: _with_seats(Council.objects.filter(is_public=False)),
            visible=lambda user: Council.objects.visible_to(user) & Council.objects.filter(is_public=False),
            entry=lambda one: _found(one, reverse("councils:council", args=[one.slug])),
            related={Seat: lambda one: [one.council_id]},
            order=200,
        ),
    ]


def places() -> Iterator[Place]:
    """The list and every council with a public page, for search engines."""
    yield Place(reverse("councils_public:list"))
    for slug in Council.objects.public().order_by("slug").values_list("slug", flat=True):
        yield Place(reverse("councils_public:council", args=[slug]))


def processing() -> Processing:
    """What the privacy page tells of mandates."""
    return Processing(
        slug="uppdrag-i-rad",
        name="Uppdrag i brukarråden",
        purpose="Föreningar och verksamheter ska kunna utse vilka som talar för dem, och rådet ska kunna kalla dem.",
        what=(
            "Namn, e-post och telefon till den som har ett uppdrag, för vem, i vilken roll, från när till när, och när och "
            "hur personen utsågs. Att tala för en förening kan säga något om hälsa. Namnet visas för alla bara när "
            "personen själv har sagt ja, och det går att ta tillbaka."
        ),
        basis=f"{PUBLIC_TASK_HEALTH} För verksamhetens företrädare: {PUBLIC_TASK[0].lower()}{PUBLIC_TASK[1:]}",
        who=(
            "Personen själv, den förening som har utsett personen, rådets ordförande och sekreterare, och samordnaren. "
            "Alla andra ser platsen, men inte namnet."
        ),
        how_long=(
            f"E-post och telefon tas bort {span(CONTACT_KEPT)} efter uppdragets sista dag, men först när det sista arvodet är "
            "utbetalt. Namnet finns kvar så länge rådets handlingar bevaras. Ber personen om det, eller tar bort sitt konto, "
            "töms namn och "
            "kontaktuppgifter direkt. Platsen och tiden står kvar, så att anteckningarna fortfarande stämmer."
        ),
        order=45,
    )


def extract(user: User) -> list[dict[str, Any]]:
    """List what is held of a person: mandates, offices, access to payroll lists."""
    rows: list[dict[str, Any]] = [
        {
            "vad": "Uppdrag i ett råd",
            "råd": one.council.name,
            "för": str(one.body),
            "uppdrag": one.get_role_display(),
            "namn": one.name,
            "e-post": one.email,
            "telefon": one.phone,
            "från": one.starts_on,
            "till": one.ends_on,
            "utsedd": one.appointed_on,
            "hur": one.get_appointed_how_display(),
            "namnet visas sedan": one.name_public_since,
            "svarade om namnet": one.name_answered_at,
            "frågas om namnet tidigast": one.name_ask_from,
        }
        for one in mandate_accounts.of_person(user)
    ]
    rows += [
        {"vad": "Sekreterare i ett råd", "råd": one.council.name, "från": one.since, "till": one.ended_on}
        for one in CouncilOffice.objects.filter(user=user).select_related("council").order_by("pk")
    ]
    rows += [
        {
            "vad": "Får en huvudmans listor till löneenheten",
            "huvudman": one.principal.name,
            "från": one.since,
            "till": one.ended_on,
        }
        for one in PayrollReader.objects.filter(user=user).select_related("principal").order_by("pk")
    ]
    return rows


def erase(user: User) -> None:
    """Empty the mandates; the seat and its days stay, so that minutes and attendance still add up."""
    for one in list(mandate_accounts.of_person(user)):
        mandate_accounts.erase_holder(one, actor=SYSTEM)
    CouncilOffice.objects.filter(user=user).delete()
    PayrollReader.objects.filter(user=user).delete()


def _with_seats(rows: Any) -> Any:
    return rows.select_related("area", "network").prefetch_related(
        "units", "principals", "seats__association"
    )


def _found(one: Council, url: str) -> SearchText:
    bodies = [str(each) for each in (*one.principals.all(), *one.units.all())]
    bodies += [
        str(seat.association) for seat in one.seats.all() if seat.association_id and not seat.withdrawn_on
    ]
    told = [str(one.get_kind_display()), one.area.name if one.area else "", *bodies]
    return SearchText(title=one.name, url=url, body=one.purpose, keywords=" ".join(filter(None, told)))


def _day(text: str) -> str:
    """Holdings tell dates as JSON does."""
    return day_text(date.fromisoformat(text))


def _councils(user: Any) -> Iterable[tuple[str, str]]:
    if not user.has_perm("councils.maintain_council"):
        return []
    return [(str(one.pk), one.name) for one in Council.objects.exclude(status="ended").order_by("name")]


def _principals(user: Any) -> Iterable[tuple[str, str]]:
    if not user.has_perm("councils.maintain_council"):
        return []
    return [(str(one.pk), one.name) for one in Principal.objects.in_order()]


def _loose_mandates(user: Any) -> Iterable[tuple[str, str]]:
    """Mandates without account, told by seat and never by name."""
    if not user.has_perm("councils.oversee"):
        return []
    rows = Mandate.objects.for_listing().filter(user=None, erased_at=None).exclude(ends_on__lt=today())
    return [
        (str(one.pk), f"{one.council}: {one.get_role_display().lower()} för {one.body}")
        for one in rows.order_by("council__name", "pk")
    ]


def _give_office(user: User, scope_id: str, actor: Actor) -> None:
    offices.give_office(user, _still(Council.objects.filter, scope_id), actor=actor)


def _give_payroll(user: User, scope_id: str, actor: Actor) -> None:
    offices.give_payroll_reading(user, _still(Principal.objects.filter, scope_id), actor=actor)


def _give_mandate(user: User, scope_id: str, actor: Actor) -> None:
    mandate_accounts.tie_account(user, _still(Mandate.objects.filter, scope_id), actor=actor)


def _still(rows: Callable[..., Any], scope_id: str) -> Any:
    found = rows(pk=scope_id).first()
    if found is None:
        raise DomainError("Det som inbjudan gäller finns inte längre. Be om en ny inbjudan.")
    return found
