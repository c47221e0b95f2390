"""Every list of councils and meetings asks the database as few questions for three hundred meetings as for one."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from common import page_cache
from common.swedish import today
from councils.models import Claim, Council, DialogueMeeting, Invitation, Mandate, Meeting
from tests.councils.build import STOCKHOLM, make_council, make_secretary

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
    request: Any, council: Council, area: Any, coordinator: User, secretary: User, member_mandate: Mandate
) -> Council:
    """As many meetings a year ago as ahead, as many dialogue meetings, and as many to claim for."""
    number = request.param
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


@pytest.mark.django_db
def test_lists_ask_as_little_of_three_hundred_meetings_as_of_one(
    crowded: Council,
    coordinator: User,
    secretary: User,
    member_mandate: Mandate,
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
