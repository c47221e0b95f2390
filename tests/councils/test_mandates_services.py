"""The mandate ledger: who appoints, what the database refuses, reminders, the person's own tick, erasure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import delete_account
from associations.models import Association
from common.actors import SYSTEM
from common.errors import DomainError, EditConflictError
from common.models import CacheStamp, OutboxMessage, TrailEntry
from common.registries import overview_rows
from common.swedish import today
from councils.council_registrations import extract
from councils.models import Council, Mandate, Seat
from councils.models import Invitation as Call
from councils.rules import member_council_ids
from councils.services import calling, mandate_accounts, mandate_reminders, public_names
from councils.services import mandates as services
from councils.services.mandates import ContactFacts, MandateFacts
from tests.councils.build import make_invitation, make_mandate, make_meeting, make_seat

pytestmark = pytest.mark.django_db


def facts(name: str = "Nya Namnet", **changes: Any) -> MandateFacts:
    contact = ContactFacts(name=name, email=changes.pop("email", "ny@example.org"))
    told: dict[str, Any] = {"starts_on": today(), "appointed_on": today(), **changes}
    return MandateFacts(contact=contact, **told)


def _stamp() -> int:
    return CacheStamp.objects.filter(room="councils").values_list("value", flat=True).first() or 0


def test_an_association_appoints_its_own(seat: Seat, representative: User, association: Association) -> None:
    made = services.appoint(seat, facts(), actor=representative)

    assert (made.association, made.council, made.role) == (association, seat.council, "member")
    assert made.user is None
    assert TrailEntry.objects.filter(verb="appoint_member", object_id=str(made.pk)).exists()


@pytest.mark.parametrize("who", ["other_representative", "member", "chair", "secretary", "unit_manager"])
def test_nobody_else_appoints_ends_or_hands_over(
    who: str, seat: Seat, member: User, request: pytest.FixtureRequest
) -> None:
    actor, held = request.getfixturevalue(who), member.mandates.get()

    for write in (
        lambda: services.appoint(seat, facts(role="substitute"), actor=actor),
        lambda: services.end_mandate(held, today(), actor=actor),
        lambda: services.hand_over(held, facts(), actor=actor),
        lambda: public_names.send_name_link(held, actor=actor),
    ):
        with pytest.raises(DomainError, match="behörighet"):
            write()


def test_an_address_with_an_account_ties_the_mandate_to_it(
    seat: Seat, representative: User, outsider: User
) -> None:
    made = services.appoint(seat, facts(email=outsider.email.upper()), actor=representative)

    assert made.user == outsider
    assert member_council_ids(User.objects.get(pk=outsider.pk)) == {seat.council_id}


def test_two_members_never_have_one_seat_at_once(seat: Seat, coordinator: User) -> None:
    first = services.appoint(seat, facts(ends_on=today() + timedelta(days=30)), actor=coordinator)
    after = today() + timedelta(days=31)

    with pytest.raises(DomainError) as refused:
        services.appoint(seat, facts(starts_on=today() + timedelta(days=30)), actor=coordinator)
    second = services.appoint(seat, facts(starts_on=after), actor=coordinator)
    instead = services.appoint(seat, facts(role="substitute"), actor=coordinator)

    assert refused.value.field == "starts_on"
    assert {first.seat, second.seat, instead.seat} == {seat}


def test_a_council_has_one_chair_at_a_time(seat: Seat, chair: User, coordinator: User) -> None:
    with pytest.raises(DomainError) as refused:
        services.appoint(seat, facts(role="chair"), actor=coordinator)

    assert refused.value.field == "role"


def test_an_association_makes_nobody_chair_but_whoever_follows_its_own(
    seat: Seat,
    other_seat: Seat,
    chair: User,
    member: User,
    representative: User,
    other_representative: User,
    coordinator: User,
    client: Client,
) -> None:
    """``representative`` appoints to ``seat``; the chair sits on the seat of ``other_representative``."""
    leads, tomorrow = chair.mandates.get(), today() + timedelta(days=1)
    Mandate.objects.filter(pk=leads.pk).update(ends_on=tomorrow + timedelta(days=7))
    vacant = facts(role="chair", starts_on=tomorrow + timedelta(days=20))
    client.force_login(representative)
    page = client.get(f"/rad/platser/{seat.pk}/utse/").content.decode()

    assert 'value="chair"' not in page
    for write in (
        lambda: services.appoint(seat, vacant, actor=representative),
        lambda: services.hand_over(member.mandates.get(), vacant, actor=representative),
        # Their own former chair doesn't keep the chair for them.
        lambda: services.hand_over(leads, vacant, actor=other_representative),
    ):
        with pytest.raises(DomainError) as refused:
            write()
        assert (refused.value.message, refused.value.field) == (services.NOT_YOUR_CHAIR, "role")
    follows = services.hand_over(leads, facts(role="chair", starts_on=tomorrow), actor=other_representative)
    assert follows.role == "chair"
    services.end_mandate(follows, tomorrow, actor=coordinator)
    assert services.appoint(other_seat, vacant, actor=coordinator).role == "chair"


def test_the_same_form_sent_twice_appoints_once(seat: Seat, representative: User) -> None:
    key = uuid4()

    first = services.appoint(seat, facts(), form_key=key, actor=representative)
    second = services.appoint(seat, facts(), form_key=key, actor=representative)

    assert first == second


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": date(2000, 1, 1)}, "ends_on"),
        ({"appointed_on": date(2999, 1, 1)}, "appointed_on"),
        ({"role": "co_opted"}, "role"),
        ({"appointed_how": "lott"}, "appointed_how"),
        ({"name": " "}, "name"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    seat: Seat, representative: User, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        services.appoint(seat, facts(**change), actor=representative)

    assert refused.value.field == field


def test_an_open_seat_says_which_association_appointed(
    council: Council, association: Association, coordinator: User
) -> None:
    place = make_seat(council, voice="both")

    with pytest.raises(DomainError) as refused:
        services.appoint(place, facts(), actor=coordinator)
    made = services.appoint(place, facts(), association=association, actor=coordinator)

    assert refused.value.field == "association"
    assert made.association == association


def test_nobody_is_appointed_to_an_ended_council_or_a_withdrawn_seat(
    seat: Seat, council: Council, coordinator: User
) -> None:
    Seat.objects.filter(pk=seat.pk).update(withdrawn_on=today())
    with pytest.raises(DomainError, match="indragen"):
        services.appoint(seat, facts(), actor=coordinator)

    Seat.objects.filter(pk=seat.pk).update(withdrawn_on=None)
    Council.objects.filter(pk=council.pk).update(status="ended", status_reason="Klart.")
    with pytest.raises(DomainError, match="avslutat"):
        services.appoint(seat, facts(), actor=coordinator)


def test_a_successor_takes_the_seat_the_day_after(seat: Seat, member: User, representative: User) -> None:
    former, from_day = member.mandates.get(), today() + timedelta(days=10)

    successor = services.hand_over(former, facts(starts_on=from_day), actor=representative)

    former.refresh_from_db()
    assert (former.successor, former.ends_on) == (successor, from_day - timedelta(days=1))
    assert former.handed_over_on == today()
    assert successor.seat == seat
    with pytest.raises(DomainError, match="redan överlämnat"):
        services.hand_over(former, facts(starts_on=from_day), actor=representative)


def test_a_day_before_the_mandate_is_told_at_its_field_however_long_ago(
    member: User, representative: User
) -> None:
    former = member.mandates.get()

    for day in (former.starts_on, date.min):
        with pytest.raises(DomainError) as refused:
            services.hand_over(former, facts(starts_on=day, appointed_on=today()), actor=representative)
        assert refused.value.field == "starts_on"

    former.refresh_from_db()
    assert former.successor is None


def test_a_mandate_ends_early_never_late_and_its_holder_loses_the_council(
    seat: Seat, member: User, representative: User
) -> None:
    held = member.mandates.get()

    for day in (held.starts_on - timedelta(days=1), held.ends_on + timedelta(days=1)):
        with pytest.raises(DomainError) as refused:
            services.end_mandate(held, day, actor=representative)
        assert refused.value.field == "ends_on"
    services.end_mandate(held, today() - timedelta(days=1), actor=representative)

    assert member_council_ids(User.objects.get(pk=member.pk)) == frozenset()
    assert Mandate.objects.filter(pk=held.pk).exists()


def test_an_appointment_that_has_not_begun_can_be_taken_back(seat: Seat, representative: User) -> None:
    coming = services.appoint(seat, facts(starts_on=today() + timedelta(days=5)), actor=representative)
    make_invitation(make_meeting(seat.council), coming)

    services.withdraw_mandate(coming, actor=representative)

    assert not Mandate.objects.exists()
    assert not Call.objects.exists()


@pytest.mark.parametrize("how", ["ended", "handed over", "erased"])
def test_calls_to_meetings_after_the_last_day_go_and_the_place_to_who_waits_for_it(
    seat: Seat, member: User, substitute: User, representative: User, how: str
) -> None:
    held, last = member.mandates.get(), today()
    before = make_invitation(
        make_meeting(seat.council, today() - timedelta(days=7), status="held"),
        held,
        "accepted",
        attended=True,
    )
    after = make_invitation(make_meeting(seat.council), held, "accepted")
    waits = make_invitation(after.meeting, substitute.mandates.get(), wants_place_at=timezone.now())

    if how == "ended":
        services.end_mandate(held, last, actor=representative)
    elif how == "handed over":
        services.hand_over(held, facts(starts_on=last + timedelta(days=1)), actor=representative)
    else:
        mandate_accounts.erase_holder(held, actor=SYSTEM)

    assert set(Call.objects.all()) == {before, waits}
    waits.refresh_from_db()
    assert (waits.reply, waits.wants_place_at) == ("accepted", None)
    letters = [one.payload for one in OutboxMessage.objects.filter(kind="mail")]
    assert [one["to"] for one in letters if one["subject"] == "Platsen är din"] == [substitute.email]


def test_whoever_sits_no_longer_on_the_meetings_day_neither_answers_nor_opens_the_call(
    seat: Seat, member: User, secretary: User, client: Client
) -> None:
    held = member.mandates.get()
    meeting = make_meeting(seat.council, online_link="https://example.org/rummet")
    call = make_invitation(meeting, held)
    client.force_login(member)
    page = f"/rad/kallelser/{call.pk}/"
    assert "https://example.org/rummet" in client.get(page).content.decode()

    Mandate.objects.filter(pk=held.pk).update(ends_on=meeting.day - timedelta(days=1))
    call = Call.objects.get(pk=call.pk)

    assert client.get(page).status_code == client.post(page, {"reply": "accepted"}).status_code == 404
    with pytest.raises(DomainError, match="behörighet"):
        calling.reply_to_invitation(call, "accepted", actor=member)
    with pytest.raises(DomainError, match="gäller inte den dag"):
        calling.reply_to_invitation(call, "accepted", actor=secretary, by_phone=True)
    Mandate.objects.filter(pk=held.pk).update(starts_on=meeting.day, ends_on=None)
    assert "https://example.org/rummet" not in client.get(page).content.decode()


def test_whoever_loses_a_call_is_told_and_who_goes_on_sitting_is_not(
    seat: Seat, member: User, other_seat: Seat, chair: User, coordinator: User
) -> None:
    meeting = make_meeting(seat.council)
    ending, passed_on = member.mandates.get(), chair.mandates.get()
    for held in (ending, passed_on):
        make_invitation(meeting, held, "accepted")

    services.end_mandate(ending, today(), actor=coordinator)
    services.hand_over(
        passed_on,
        facts(chair.name, email=chair.email, role="chair", starts_on=today() + timedelta(days=1)),
        actor=coordinator,
    )

    told = [
        one.payload for one in OutboxMessage.objects.filter(payload__subject="En kallelse gäller inte längre")
    ]
    assert [one["to"] for one in told] == [member.email]
    assert "STATUS:CANCELLED" in told[0]["attachments"][0][1]
    assert str(seat.council) not in told[0]["subject"] + told[0]["body"]
    assert not Call.objects.exists()


def test_a_link_about_the_name_only_hides_it_when_the_mandate_is_over(
    seat: Seat, representative: User, client: Client
) -> None:
    held = services.appoint(seat, facts(starts_on=today() - timedelta(days=9)), actor=representative)
    token = public_names.name_token(held)
    page = f"/rad/namn/{token}/"
    public_names.show_name_by_link(token, True)
    Mandate.objects.filter(pk=held.pk).update(ends_on=today() - timedelta(days=1))

    assert "Sluta visa mitt namn" in client.get(page).content.decode()
    client.post(page, {"svar": "nej"})

    held.refresh_from_db()
    assert held.public_name == ""
    assert client.get(page).status_code == 404
    with pytest.raises(DomainError, match="gäller inte"):
        public_names.show_name_by_link(token, True)


def test_only_the_person_says_yes_to_a_public_name_and_may_take_it_back(
    member: User, representative: User, coordinator: User
) -> None:
    held, before = member.mandates.get(), _stamp()

    for other in (representative, coordinator):
        with pytest.raises(DomainError, match="behörighet"):
            public_names.show_name(held, True, actor=other)
    shown = public_names.show_name(held, True, actor=member).public_name
    hidden = public_names.show_name(held, False, actor=member).public_name

    assert (shown, hidden) == (member.name, "")
    assert _stamp() == before + 2


def test_an_open_question_about_the_name_is_no_yes_and_is_asked_until_it_is_answered(
    council: Council, member: User, chair: User, client: Client
) -> None:
    held = member.mandates.get()
    title = f"Får ditt namn visas? {council}"

    def asked() -> bool:
        return title in [row.title for row in overview_rows(member)]

    assert (asked(), held.public_name) == (True, "")
    with pytest.raises(DomainError):
        public_names.ask_name_later(held, actor=chair)
    client.force_login(member)
    client.post(f"/rad/uppdrag/{held.pk}/namn/senare/")

    held.refresh_from_db()
    assert (asked(), held.public_name) == (False, "")
    assert held.name_ask_from == today() + timedelta(days=30)
    assert member.name not in client.get(f"/brukarrad/{council.slug}/").content.decode()
    Mandate.objects.filter(pk=held.pk).update(name_ask_from=today())
    assert asked()
    client.post(f"/rad/uppdrag/{held.pk}/namn/?till=dolt")
    held.refresh_from_db()
    assert (asked(), held.public_name) == (False, "")
    with pytest.raises(DomainError, match="redan svarat"):
        public_names.ask_name_later(held, actor=member)
    assert public_names.show_name(held, True, actor=member).public_name == member.name


def test_a_new_name_written_by_somebody_else_waits_for_the_persons_yes(
    member: User, representative: User
) -> None:
    held = member.mandates.get()
    public_names.show_name(held, True, actor=member)

    changed = services.edit_contact(
        held, ContactFacts(name="Annat Namn", email=held.email), expected_version=1, actor=representative
    )
    with pytest.raises(EditConflictError):
        services.edit_contact(held, ContactFacts(name="Tredje"), expected_version=1, actor=member)

    assert (changed.name, changed.public_name) == ("Annat Namn", "")


@pytest.mark.parametrize("who", ["chair", "secretary"])
def test_who_runs_the_council_puts_the_telephone_right_but_can_neither_rename_nor_take_over_a_mandate(
    who: str, seat: Seat, representative: User, client: Client, request: pytest.FixtureRequest
) -> None:
    held = services.appoint(seat, facts(), actor=representative)
    actor = request.getfixturevalue(who)

    for taken in (
        ContactFacts(name="Nya Namnet", email=actor.email),
        ContactFacts(name=actor.name, email=held.email),
    ):
        with pytest.raises(DomainError, match="Du kan ändra telefonnumret"):
            services.edit_contact(held, taken, expected_version=1, actor=actor)
    client.force_login(actor)
    page = f"/rad/uppdrag/{held.pk}/uppgifter/"
    shown = client.get(page).content.decode()
    client.post(page, {"phone": "070-174 06 05", "email": actor.email, "name": "Annan", "version": 1})

    held.refresh_from_db()
    assert (held.name, held.email, held.phone, held.user) == (
        "Nya Namnet",
        "ny@example.org",
        "+46701740605",
        None,
    )
    assert 'name="phone"' in shown
    assert 'name="email"' not in shown


def test_who_has_no_account_answers_by_a_link_that_dies_with_the_address(
    seat: Seat, representative: User
) -> None:
    held = services.appoint(seat, facts(), actor=representative)
    public_names.send_name_link(held, actor=representative)
    letter = OutboxMessage.objects.get(kind="mail").payload
    token = letter["body"].split("/rad/namn/")[1].split("/")[0]

    shown = public_names.show_name_by_link(token, True)
    again = public_names.show_name_by_link(token, True)
    hidden = public_names.show_name_by_link(token, False)

    assert (shown.public_name, again.public_name, hidden.public_name) == ("Nya Namnet", "Nya Namnet", "")
    assert all(word not in letter["subject"] + letter["body"] for word in ("Nya Namnet", str(seat.council)))
    services.edit_contact(
        held,
        ContactFacts(name="Nya Namnet", email="annan@example.org"),
        expected_version=1,
        actor=representative,
    )
    for dead in (token, token[:-1], "pahittad"):
        with pytest.raises(DomainError, match="gäller inte"):
            public_names.show_name_by_link(dead, True)


def test_who_appoints_next_is_reminded_90_and_30_days_before(
    seat: Seat, representative: User, settings: Any
) -> None:
    settings.PORTAL = {**settings.PORTAL, "coordinator_email": "samordnaren@example.org"}
    last = today() + timedelta(days=200)
    held = services.appoint(seat, facts(ends_on=last), actor=representative)

    sent = [
        mandate_reminders.remind_of_ends(last - timedelta(days=left)) for left in (91, 90, 89, 31, 30, 1, 0)
    ]

    assert sent == [0, 2, 0, 0, 2, 0, 0]
    letters = [one.payload for one in OutboxMessage.objects.filter(kind="mail")]
    assert {one["to"] for one in letters} == {representative.email, "samordnaren@example.org"}
    assert not any(held.name in str(one) or str(seat.council) in str(one) for one in letters)


def test_who_has_a_successor_is_left_alone(seat: Seat, member: User, representative: User) -> None:
    services.hand_over(
        member.mandates.get(), facts(starts_on=today() + timedelta(days=20)), actor=representative
    )

    assert mandate_reminders.remind_of_ends() == 0


def test_an_account_opened_later_gets_the_mandate(
    seat: Seat, representative: User, make_user: Callable[..., User]
) -> None:
    held = services.appoint(seat, facts(), actor=representative)
    newcomer = make_user("Nya Namnet")
    User.objects.filter(pk=newcomer.pk).update(email="ny@example.org")

    tied = [mandate_accounts.tie_accounts(), mandate_accounts.tie_accounts()]

    held.refresh_from_db()
    assert (tied, held.user) == ([1, 0], newcomer)


def test_the_coordinator_invites_a_newcomer_to_the_mandate(
    seat: Seat, representative: User, coordinator: User, outsider: User
) -> None:
    held = services.appoint(seat, facts(), actor=representative)

    mandate_accounts.invite_to_portal(held, actor=coordinator)
    mandate_accounts.tie_account(outsider, held, actor=coordinator)

    assert Invitation.objects.get().grants == [{"role": "council_mandate", "scope": str(held.pk)}]
    held.refresh_from_db()
    assert held.user == outsider
    with pytest.raises(DomainError, match="redan ett konto"):
        mandate_accounts.invite_to_portal(held, actor=coordinator)


def test_a_newcomer_comes_from_the_mandate_by_the_invitation_to_the_council(
    seat: Seat, representative: User, coordinator: User, client: Client
) -> None:
    held = services.appoint(seat, facts(), actor=representative)
    client.force_login(coordinator)
    client.post(f"/rad/uppdrag/{held.pk}/bjud-in/")
    client.logout()
    letter = OutboxMessage.objects.get(kind="mail").payload
    link = next(word for word in letter["body"].split() if "/konto/inbjudan/" in word)

    client.get(link[link.index("/konto/") :])
    client.post("/konto/inbjudan/", {"name": "Nya Namnet", "password": "ett-langt-losenord"})

    assert letter["to"] == held.email
    home = client.get("/rad/").content.decode()
    assert seat.council.name in home
    assert client.get(f"/rad/{seat.council.slug}/").status_code == 200
    held.refresh_from_db()
    assert held.user is not None


def test_somebody_is_co_opted_without_a_seat(
    council: Council, association: Association, coordinator: User, representative: User
) -> None:
    made = services.co_opt(council, facts(), body=association, actor=coordinator)

    assert (made.seat, made.role, made.association) == (None, "co_opted", association)
    with pytest.raises(DomainError, match="behörighet"):
        services.co_opt(council, facts(), body=association, actor=representative)


def test_who_deletes_the_account_leaves_an_empty_row(
    member: User, seat: Seat, council: Council, representative: User
) -> None:
    held = member.mandates.get()
    public_names.show_name(held, True, actor=member)
    was = make_meeting(council, today() - timedelta(days=7), status="held")
    invitation = make_invitation(was, held, "accepted", attended=True)
    loose = make_mandate(
        make_seat(council, seat.association), email=member.email.upper(), name="Samma Person"
    )

    told = extract(member)
    delete_account(member, actor=member)

    assert {row["namn"] for row in told} == {member.name, "Samma Person"}
    for one in (held, loose):
        one.refresh_from_db()
        assert (one.name, one.email, one.phone, one.user_id, one.public_name) == ("", "", "", None, "")
        assert one.ends_on == today()
    invitation.refresh_from_db()
    assert invitation.mandate == held


def test_facts_of_a_mandate_are_kept_as_told(seat: Seat, representative: User) -> None:
    told = facts(role="substitute", ends_on=today() + timedelta(days=700), appointed_how="annual_meeting")

    made = services.appoint(
        seat, replace(told, appointed_on=today() - timedelta(days=3)), actor=representative
    )

    made.refresh_from_db()
    assert (made.role, made.ends_on, made.appointed_how) == ("substitute", told.ends_on, "annual_meeting")
    assert made.appointed_on == today() - timedelta(days=3)
