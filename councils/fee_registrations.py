"""What the portal shows of fees elsewhere: what waits, the navigation, what is kept of a person."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common import registries
from common.registries import NavItem, OverviewRow, PersonalData
from common.swedish import count_text, day_text
from councils import fee_data_told, fee_tasks
from councils.queries import fee_agreements, fees, payroll
from councils.services.fee_privacy import forget_person, held_of_person

#: Workers know the tasks because this module is read at start.
__all__ = ["fee_tasks", "register"]
#: The overview is no list: so many meetings, and a way to the rest.
MOST_IN_OVERVIEW = 3


def register() -> None:
    """Fill the registries."""
    registries.register_work_nav(work_nav)
    registries.register_overview_rows(overview_rows)
    registries.register_personal_data(PersonalData("fees", held_of_person, forget_person))
    fee_data_told.register()


def work_nav(user: Any) -> Iterator[NavItem]:
    """One's own and the lists; what to attest the coordinator finds under the councils."""
    if user.has_perm("councils.have_fees"):
        yield NavItem("Arvode", reverse("fees:own"), order=48)
    if user.has_perm("councils.payroll_work"):
        yield NavItem("Löneunderlag", reverse("fees:payroll"), order=49)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Meetings to claim for, claims that came back, offers; claims to attest, lists to send and to pay."""
    if user.has_perm("councils.have_fees"):
        yield from _own_rows(user)
    if user.has_perm("councils.attest"):
        yield from _coordinator_rows(user)
    if user.has_perm("councils.payroll_work"):
        for row in payroll.lists_to_pay(user):
            yield OverviewRow(
                title=f"Betala ut löneunderlag {row.number}",
                url=reverse("fees:payroll_list", args=[row.pk]),
                consequence="De som har gjort uppdragen väntar på sina pengar.",
                label="Väntar på dig",
            )


def _own_rows(user: Any) -> Iterator[OverviewRow]:
    for claim in fees.returned_to(user):
        yield OverviewRow(
            title=f"Rätta din begäran för mötet {day_text(claim.meeting.day)}",
            url=reverse("fees:claim_edit", args=[claim.pk]),
            consequence="Den betalas inte ut förrän du har skickat in den igen.",
            label="Tillbaka till dig",
            tone="late",
        )
    for offer in fee_agreements.offered_to(user):
        yield OverviewRow(
            title="Svara på erbjudandet om uppdrag",
            url=reverse("fees:agreement", args=[offer.pk]),
            consequence="Där står vad uppdraget ger, innan du börjar.",
            label="Väntar på dig",
            tone="wait",
        )
    for invitation in fees.claimable(user)[:MOST_IN_OVERVIEW]:
        yield OverviewRow(
            title=f"Begär arvode och resa för mötet {day_text(invitation.meeting.day)}",
            url=reverse("fees:claim_new", args=[invitation.pk]),
            consequence="Det tar någon minut. Du kan också avstå.",
            label="Inte begärt",
            tone="wait",
        )


def _coordinator_rows(user: Any) -> Iterator[OverviewRow]:
    waiting = fees.to_attest(user)
    if waiting:
        yield OverviewRow(
            title=f"Attestera {count_text(waiting, 'begäran', 'begäranden')} om arvode",
            url=reverse("fees:attest_list"),
            consequence="Sedan kan de betalas ut.",
            label="Väntar på dig",
        )
    unsent = fees.unsent_for_others(user).count()
    if unsent:
        yield OverviewRow(
            title=f"Skriv klart {count_text(unsent, 'begäran', 'begäranden')} om arvode åt någon annan",
            url=reverse("fees:attest_list"),
            consequence="De betalas inte ut förrän du har skickat in dem.",
            label="Inte inskickat",
            tone="wait",
        )
    declined = fee_agreements.declined_lately()
    if declined:
        yield OverviewRow(
            title=f"{count_text(declined, 'person', 'personer').capitalize()} har tackat nej till ett erbjudande",
            url=reverse("fees:agreements"),
            consequence="Läs varför, om det står. Du kan erbjuda något annat.",
            label="Tackade nej",
            tone="wait",
        )
    to_send = fees.waiting_for_payroll().count()
    if to_send:
        yield OverviewRow(
            title=f"Skicka {count_text(to_send, 'attesterad begäran', 'attesterade begäranden')} till löneenheten",
            url=reverse("fees:payroll"),
            consequence="Samla dem i en lista och skicka den.",
            label="Inte skickat",
            tone="wait",
        )
