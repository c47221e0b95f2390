"""The meetings' pages: few questions however many rows, everything typed kept, one tap to answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.models import TrailEntry
from common.swedish import today
from councils.models import Invitation, Meeting, MeetingNeeds, Paper
from councils.queries.wheel import work_wheel
from councils.services.calling import call_meeting
from tests.councils.build import make_invitation, make_meeting
from tests.councils.test_papers import a_pdf

FORM = {"starts": "13:00", "ends": "15:00", "place": "Biblioteket", "day": f"{today() + timedelta(days=30)}"}


@pytest.mark.parametrize("rows", [1, 60])
def test_the_list_asks_as_much_for_many_meetings_as_for_one(
    council: Any, secretary: Any, member_mandate: Any, signed_in: Any, rows: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(rows):
        made = make_meeting(council, today() + timedelta(days=number + 1))
        make_invitation(made, member_mandate, "accepted")
    client = signed_in(secretary)
    client.get("/rad/moten/")

    with django_assert_max_num_queries(10):
        page = client.get("/rad/moten/").content.decode()

    assert "1 kommer" in page


def test_the_secretary_plans_calls_and_sends_papers_out(
    council: Any, secretary: Any, member: Any, signed_in: Any
) -> None:
    client = signed_in(secretary)
    refused = client.post(f"/rad/{council.slug}/moten/ny/", FORM | {"ends": "12:00"}).content.decode()
    assert "slutar innan det börjar" in refused
    assert 'value="Biblioteket"' in refused

    client.post(f"/rad/{council.slug}/moten/ny/", FORM)
    meeting = Meeting.objects.get()
    page = f"/rad/moten/{meeting.pk}/"
    client.post(f"{page}kalla/")
    bad = client.post(
        f"{page}handlingar/ny/", {"title": "Budget", "file": SimpleUploadedFile("b.pdf", b"MZ program")}
    ).content.decode()
    assert "Filen går inte att använda" in bad
    client.post(f"{page}handlingar/ny/", {"title": "Budget", "file": SimpleUploadedFile("b.pdf", a_pdf())})
    client.post(f"{page}handlingar/ute/")

    shown = client.get(page).content.decode()
    assert "Handlingarna kom ut i tid" in shown
    file = client.get(f"{page}handlingar/{Paper.objects.get().pk}/")
    assert file["Content-Security-Policy"].startswith("default-src 'none'")
    assert b"".join(file.streaming_content).startswith(b"%PDF")


def test_a_year_is_proposed_changed_and_saved(council: Any, secretary: Any, signed_in: Any) -> None:
    client = signed_in(secretary)
    year = today().year + 1
    address = f"/rad/{council.slug}/moten/ar/?ar={year}&antal=2"
    form = client.get(address).context["form"]
    days = [form.fields[name].initial for name in form.day_names]
    assert len(days) == 4

    client.post(
        address,
        {"starts": "13:00", "ends": "15:00", "form_key": str(form.initial["form_key"]), "day_1": str(days[0]),
         "day_2": str(days[1] + timedelta(days=1)), "day_3": "", "day_4": str(days[3])},
    )  # fmt: skip

    planned = [one.day for one in Meeting.objects.order_by("day")]
    assert planned == [days[0], days[1] + timedelta(days=1), days[3]]


def test_one_tap_answers_and_needs_are_kept_to_oneself(
    council: Any, secretary: Any, member: Any, chair: Any, signed_in: Any
) -> None:
    meeting = make_meeting(council, status="planned")
    call_meeting(meeting, actor=secretary)
    own = Invitation.objects.get(mandate__user=member)
    client = signed_in(member)
    assert "Svara på kallelsen" in client.get("/oversikt/").content.decode()

    client.post(f"/rad/kallelser/{own.pk}/", {"reply": "accepted"})
    client.post(f"/rad/kallelser/{own.pk}/behov/", {"needs": ["hearing_loop"], "note": "Nära dörren"})

    own.refresh_from_db()
    assert own.reply == "accepted"
    assert MeetingNeeds.objects.get().note == "Nära dörren"
    assert not TrailEntry.objects.filter(object_type="councils.meetingneeds").exists()
    assert "Nära dörren" in signed_in(secretary).get(f"/rad/moten/{meeting.pk}/").content.decode()
    opened = TrailEntry.objects.get(object_type="councils.meetingneeds")
    assert (opened.kind, opened.actor_id) == ("opened", secretary.actor_id)
    assert "Nära dörren" not in signed_in(chair).get(f"/rad/moten/{meeting.pk}/").content.decode()
    assert signed_in(chair).get(f"/rad/kallelser/{own.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [0, 5, 60])
def test_the_wheel_and_its_table_say_the_same(
    council: Any, other_council: Any, secretary: Any, signed_in: Any, client: Any, rows: int
) -> None:
    year = today().year
    for number in range(rows):
        day = today().replace(month=1, day=1) + timedelta(days=6 * number)
        make_meeting(council if number % 2 else other_council, day, status="called")

    public = client.get(f"/brukarrad/arshjul/{year}/").content.decode()
    assert public.count('class="wheel__mark') == rows
    assert public.count('<th scope="row">') == rows
    wheel = work_wheel(secretary, year)
    assert sum(ring.count for ring in wheel.rings) == len(wheel.rows) == rows // 2
    assert signed_in(secretary).get(f"/rad/arshjul/{year}/").status_code == 200


def test_planned_meetings_stand_in_the_public_wheel_only_when_the_calendar_shows_them(
    council: Any, client: Any
) -> None:
    make_meeting(council, today().replace(month=5, day=5), status="planned", place="Inte bestämt än")
    make_meeting(council, today().replace(month=6, day=5), status="planned", place="Torget", in_calendar=True)

    page = client.get(f"/brukarrad/arshjul/{today().year}/").content.decode()

    assert "Torget" in page
    assert page.count('class="wheel__mark') == 1
