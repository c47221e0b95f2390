"""Every list of councils and meetings asks the database as few questions for three hundred meetings as for one."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from common import page_cache, registries
from common.swedish import today
from councils import (
    council_registrations,
    fee_registrations,
    meeting_registrations,
    minutes_registrations,
    year_registrations,
)
from councils.models import (
    AgendaItem,
    Claim,
    Council,
    DialogueMeeting,
    FeeAgreement,
    Invitation,
    Mandate,
    Meeting,
    PayrollList,
)
from organisations.models import Unit
from tests.councils.build import STOCKHOLM, make_council, make_secretary
from tests.councils.fee_build import make_table

#: The most a page may ask, with who is signed in and what they hold.
MOST = 10


def many(council: Council, first: date, number: int, status: str) -> list[Meeting]:
    """``number`` meetings, one a day from ``first``."""
    days = [first + timedelta(days=place) for place in range(number)]
    starts = [datetime.combine(day, time(13), tzinfo=STOCKHOLM) for day in days]
    return Meeting.objects.bulk_create(
        Meeting(
            council=council,
            day=day,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            papers_due=day,
            status=status,
            place="Folkets hus",
            title=f"Tema {day:%j}",
        )
        for day, start in zip(days, starts, strict=True)
    )


@pytest.fixture(params=[1, 300])
def crowded(
    request: Any,
    council: Council,
    area: Any,
    coordinator: User,
    secretary: User,
    member_mandate: Mandate,
    unit: Unit,
) -> Council:
    """As many meetings a year ago as ahead, as many dialogue meetings, claims, lists, agreements and proposed items."""
    number = request.param
    _many_papers(number, council, member_mandate, unit)
    held = many(council, date(today().year - 1, 1, 1), number, "held")
    ahead = many(council, today() + timedelta(days=1), number, "called")
    seat = member_mandate.seat
    Invitation.objects.bulk_create(
        Invitation(meeting=one, mandate=member_mandate, seat=seat, reply="accepted", attended=one in held)
        for one in (*held, *ahead)
    )
    Claim.objects.bulk_create(
        Claim(
            meeting=one,
            mandate=member_mandate,
            association=member_mandate.association,
            claimant=member_mandate.user,
            status="submitted",
            total_ore=100,
        )
        for one in held[::2]
    )
    dialogues = make_council("Dialogmöten i Gästrikland", kind="dialogue_area", area=area)
    make_secretary(dialogues, secretary)
    for meetings in (
        many(dialogues, date(today().year - 1, 1, 1), number, "held"),
        many(dialogues, today() + timedelta(days=1), number, "called"),
    ):
        DialogueMeeting.objects.bulk_create(
            DialogueMeeting(meeting=one, heard="Många väntar.") for one in meetings
        )
    return council


def _many_papers(number: int, council: Council, mandate: Mandate, unit: Unit) -> None:
    """Sent payroll lists, offers and proposed items."""
    table, now = make_table(), datetime.now(STOCKHOLM)
    PayrollList.objects.bulk_create(
        PayrollList(
            number=place + 1, principal=unit.principal, month=date(2020, 1, 1), sent_at=now, sha256="0" * 64
        )
        for place in range(number)
    )
    FeeAgreement.objects.bulk_create(
        FeeAgreement(
            mandate=mandate,
            table=table,
            what="Ledamot",
            how_long="Två år",
            day_type="half",
            agreed_on=today(),
        )
        for _ in range(number)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            council=council,
            title=f"Fråga {place}",
            state="proposed",
            proposed_at=now,
            proposed_by=mandate.user,
            proposed_for=mandate.association,
        )
        for place in range(number)
    )


#: What the councils ask of the overview, which gathers every room's rows: by who looks.
OVERVIEW = {"coordinator": 13, "secretary": 11, "member": 9, "unit_manager": 1, "payroll_reader": 2}


@pytest.mark.django_db
def test_the_overviews_rows_ask_as_little_of_three_hundred_as_of_one(
    crowded: Council,
    coordinator: User,
    secretary: User,
    member_mandate: Mandate,
    unit_manager: User,
    payroll_reader: User,
    django_assert_max_num_queries: Any,
) -> None:
    people = {
        "coordinator": coordinator,
        "secretary": secretary,
        "member": member_mandate.user,
        "unit_manager": unit_manager,
        "payroll_reader": payroll_reader,
    }
    rooms = [
        council_registrations,
        meeting_registrations,
        minutes_registrations,
        fee_registrations,
        year_registrations,
    ]
    asked = {}
    for name, person in people.items():
        user = User.objects.get(pk=person.pk)
        # Who somebody is, every room of the overview has asked already.
        registries.held_roles(user)
        with django_assert_max_num_queries(1000) as queries:
            waiting = [row.title for room in rooms for row in room.overview_rows(user)]
        asked[name] = len(queries)
        assert bool(waiting) is (name != "unit_manager")

    assert asked == OVERVIEW


@pytest.mark.django_db
def test_lists_ask_as_little_of_three_hundred_meetings_as_of_one(
    crowded: Council,
    coordinator: User,
    secretary: User,
    member_mandate: Mandate,
    unit_manager: User,
    payroll_reader: User,
    client: Any,
    django_assert_max_num_queries: Any,
) -> None:
    member = member_mandate.user
    assert member is not None
    last_year = today().year - 1
    pages = [
        (None, "/brukarrad/"),
        (None, f"/brukarrad/{crowded.slug}/"),
        (None, f"/brukarrad/{crowded.slug}/arkiv/{last_year}/"),
        (None, f"/brukarrad/arshjul/{last_year}/"),
        (None, "/dialogmoten/"),
        (secretary, "/rad/"),
        (secretary, "/rad/moten/"),
        (secretary, "/rad/moten/?visa=varit"),
        (secretary, f"/rad/arshjul/{last_year}/"),
        (coordinator, "/rad/"),
        (coordinator, "/rad/balans/"),
        (coordinator, "/rad/uppdrag/"),
        (coordinator, "/arvode/attestera/"),
        (coordinator, "/arvode/loneunderlag/"),
        (coordinator, "/arvode/overenskommelser/"),
        (coordinator, f"/rad/arshjul/{today().year + 1}/planera/"),
        (coordinator, "/rad/fragor/"),
        (secretary, "/rad/fragor/"),
        (payroll_reader, "/arvode/loneunderlag/"),
        (unit_manager, "/rad/moten/"),
        (unit_manager, f"/rad/arshjul/{last_year}/"),
        (member, "/rad/moten/"),
        (member, "/arvode/"),
    ]
    asked = {}
    for user, address in pages:
        client.logout()
        if user is not None:
            client.force_login(user)
        page_cache.forget_pages()
        with django_assert_max_num_queries(1000) as queries:
            response = client.get(address)
        assert response.status_code == 200, address
        asked[f"{user and user.name} {address}"] = len(queries)

    assert {address: count for address, count in asked.items() if count > MOST} == {}
