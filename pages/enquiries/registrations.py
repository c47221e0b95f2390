"""What other rooms show of visitors' messages: what waits, the way to the inbox, and what is told of personal data."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from common import registries
from common.processings import PUBLIC_TASK, Processing, register_processing
from common.registries import NavItem, OverviewRow, PersonalData
from common.swedish import count_text, day_text, today
from pages.enquiries.queries import waiting_for
from pages.models.enquiries import PERMISSION, Enquiry
from pages.services.enquiries import KEPT

ROOM = "enquiries"


def register() -> None:
    """Fill in the registries."""
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_personal_data(PersonalData(ROOM, extract, erase))
    register_processing(told)


def work_nav(user: Any) -> Iterator[NavItem]:
    """The inbox, for those who answer."""
    if user.has_perm(PERMISSION):
        yield NavItem("Frågor", reverse("pages:enquiries"), order=70)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Messages that wait for an answer, as one row with the earliest promised day."""
    if not user.has_perm(PERMISSION):
        return
    waiting = waiting_for(user)
    if not waiting.number:
        return
    is_late = waiting.due is not None and waiting.due < today()
    label = "Väntar"
    if waiting.due:
        label = f"{'Försenat sedan' if is_late else 'Senast'} {day_text(waiting.due)}"
    yield OverviewRow(
        title=f"Svara på {count_text(waiting.number, 'fråga', 'frågor')} från besökare",
        url=reverse("pages:enquiries"),
        consequence="Den som har skrivit har fått veta vilken dag svaret kommer.",
        label=label,
        tone="late" if is_late else "wait",
        due=waiting.due,
    )


def extract(user: User) -> list[dict[str, Any]]:
    """Messages that gave the person's own address as the way to answer. No account is tied to them."""
    rows = Enquiry.objects.filter(email__iexact=user.email).order_by("pk")
    return [
        {
            "vad": "Meddelande till samordnaren",
            "gäller": one.get_kind_display(),
            "skickat": one.created_at.isoformat(),
            "namn eller alias": one.name,
            "e-post": one.email,
            "telefon": one.phone,
            "kommun": one.municipality.name if one.municipality else None,
            "sida": one.place,
            "meddelande": one.text,
        }
        for one in rows.select_related("municipality")
    ]


def erase(user: User) -> None:
    """Delete the messages with the person's address. Who answered others' messages is an opaque number by then."""
    Enquiry.objects.filter(email__iexact=user.email).delete()


def told() -> Processing:
    """What the privacy page says of it."""
    return Processing(
        slug="fragor",
        name="Frågor till samordnaren",
        purpose="Den som vill vara med, har en fråga eller har mött en brist i tillgängligheten ska få svar.",
        what=(
            "Det du skriver i formuläret: namn eller alias, e-post eller telefon, kommun om du vill och ditt meddelande. "
            "Vi frågar aldrig varför du hör av dig eller om din hälsa. Är du inloggad kopplas meddelandet inte till kontot."
        ),
        basis=PUBLIC_TASK,
        who="Bara samordnaren.",
        how_long=f"{KEPT.months} månader från att du skrev, vare sig du har fått svar eller inte. Sedan tas allt bort.",
        order=20,
    )
