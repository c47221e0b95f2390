import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import connection
from django.utils import timezone

from accounts import services
from accounts.models import EmailChange, Invitation, PortalRole, User
from common import registries
from common.actors import PUBLIC, SYSTEM
from common.errors import DomainError
from common.models import OutboxMessage, TrailEntry
from tests.accounts.conftest import link_in


def verbs():
    return list(TrailEntry.objects.order_by("id").values_list("verb", flat=True))


def token_of(message):
    return link_in(message).rstrip("/").rsplit("/", 1)[1]


# --- inviting ---------------------------------------------------------------------------------


def test_an_invitation_goes_by_a_mail_that_reveals_no_role(make_invitation, sent):
    mails = sent(make_invitation)

    assert [message.to for message in mails] == [["ny@example.org"]]
    assert mails[0].subject == "Du har fått en inbjudan"
    assert "Skeppare" not in mails[0].body
    assert "Båt" not in mails[0].body
    assert "invite_person" in verbs()


def test_only_the_hash_of_the_link_is_kept(make_invitation, sent):
    [message] = sent(make_invitation)

    token = token_of(message)
    invitation = Invitation.objects.get()
    assert token not in str(vars(invitation))
    assert services.find_invitation(token) == invitation
    assert not OutboxMessage.objects.filter(payload__icontains=token).exists()


def test_an_address_with_an_account_gets_the_same_kind_of_invitation(make_invitation, outsider, sent):
    known, unknown = sent(lambda: make_invitation(outsider.email)), sent(make_invitation)

    assert known[0].subject == unknown[0].subject
    assert known[0].body.replace(token_of(known[0]), "") == unknown[0].body.replace(token_of(unknown[0]), "")


def test_the_same_form_sent_twice_makes_one_invitation_and_one_mail(make_invitation, sent):
    mails = sent(lambda: [make_invitation(), make_invitation("NY@example.org ")])

    assert len(mails) == 1
    assert Invitation.objects.count() == 1


def test_an_address_with_an_open_invitation_to_other_roles_is_refused(make_invitation):
    make_invitation()

    with pytest.raises(DomainError) as refusal:
        make_invitation(grants=[{"role": "skipper", "scope": "2"}])

    assert refusal.value.field == "email"


def test_an_invitation_that_ran_out_makes_room_for_a_new_one(make_invitation):
    old = make_invitation()
    Invitation.objects.update(expires_at=timezone.now())

    new = make_invitation()

    old.refresh_from_db()
    assert old.state == "revoked"
    assert new.state == "waiting"


@pytest.mark.parametrize(
    "grant", [{"role": "skipper", "scope": "3"}, {"role": "portal_role", "scope": "editor"}]
)
def test_nobody_invites_to_what_they_may_not_give(make_invitation, grant):
    with pytest.raises(DomainError):
        make_invitation(grants=[grant])

    assert not Invitation.objects.exists()


def test_a_role_no_room_knows_cannot_be_given(make_invitation):
    with pytest.raises(DomainError):
        make_invitation(grants=[{"role": "emperor", "scope": "1"}])


def test_an_administrator_invites_to_portal_roles_and_a_coordinator_does_not(
    make_invitation, administrator, coordinator
):
    grants = [{"role": "portal_role", "scope": "editor"}]

    assert make_invitation(grants=grants, actor=administrator).grants == grants
    with pytest.raises(DomainError):
        make_invitation("annan@example.org", grants=grants, actor=coordinator)


@pytest.mark.parametrize("persona", ["editor", "outsider", "unit_manager", "representative"])
def test_others_cannot_invite(make_invitation, persona, request):
    with pytest.raises(DomainError):
        make_invitation(grants=[], actor=request.getfixturevalue(persona))


def test_the_public_cannot_invite(make_invitation):
    with pytest.raises(DomainError):
        make_invitation(grants=[], actor=PUBLIC)


def test_resending_kills_the_old_link_and_gives_seven_new_days(make_invitation, coordinator, sent):
    [first] = sent(make_invitation)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    [second] = sent(lambda: services.resend_invitation(Invitation.objects.get(), actor=coordinator))

    assert services.find_invitation(token_of(first)) is None
    found = services.find_invitation(token_of(second))
    assert found.state == "waiting"
    assert found.expires_at - found.sent_at == timedelta(days=7)


def test_a_revoked_invitation_can_neither_be_used_nor_sent_again(make_invitation, coordinator, sent):
    [message] = sent(make_invitation)
    services.revoke_invitation(Invitation.objects.get(), actor=coordinator)

    with pytest.raises(DomainError):
        services.open_account(token_of(message), name="Noa Ny", password=None)
    with pytest.raises(DomainError):
        services.resend_invitation(Invitation.objects.get(), actor=coordinator)


def test_a_used_invitation_cannot_be_revoked(make_invitation, coordinator, sent):
    [message] = sent(make_invitation)
    services.open_account(token_of(message), name="Noa Ny", password=None)

    with pytest.raises(DomainError):
        services.revoke_invitation(Invitation.objects.get(), actor=coordinator)


def test_a_coordinator_cannot_prolong_an_invitation_to_a_portal_role(
    make_invitation, administrator, coordinator
):
    invitation = make_invitation(grants=[{"role": "portal_role", "scope": "editor"}], actor=administrator)

    with pytest.raises(DomainError):
        services.resend_invitation(invitation, actor=coordinator)
    assert services.resend_invitation(invitation, actor=administrator).state == "waiting"


def test_a_role_offered_goes_to_the_account_or_as_an_invitation(coordinator, outsider, boat_role, sent):
    for email in (outsider.email.upper(), "ny@example.org"):
        mails = sent(
            lambda email=email: services.offer_role(email, role="skipper", scope="2", actor=coordinator)
        )

    assert boat_role == [(outsider, "2")]
    assert [message.to for message in mails] == [["ny@example.org"]]
    assert Invitation.objects.get().grants == [{"role": "skipper", "scope": "2"}]


@pytest.mark.parametrize(
    ("persona", "scope"), [("editor", "1"), ("representative", "1"), ("coordinator", "3")]
)
def test_nobody_offers_a_role_they_may_not_give(persona, scope, outsider, boat_role, request):
    actor = request.getfixturevalue(persona)

    for email in (outsider.email, "ny@example.org"):
        with pytest.raises(DomainError):
            services.offer_role(email, role="skipper", scope=scope, actor=actor)

    assert boat_role == []
    assert not Invitation.objects.exists()


# --- accepting --------------------------------------------------------------------------------


def test_the_link_makes_an_account_and_gives_the_roles(make_invitation, sent, boat_role):
    [message] = sent(make_invitation)

    user = services.open_account(token_of(message), name=" Noa Ny ", password="ett-langt-losenord")

    assert (user.email, user.name) == ("ny@example.org", "Noa Ny")
    assert user.check_password("ett-langt-losenord")
    assert EmailAddress.objects.get(user=user).verified
    assert boat_role == [(user, "1")]
    assert "accept_invitation" in verbs()


def test_an_account_needs_no_password(make_invitation, sent):
    [message] = sent(make_invitation)

    assert not services.open_account(token_of(message), name="Noa", password=None).has_usable_password()


def test_a_link_works_once(make_invitation, sent):
    [message] = sent(make_invitation)
    services.open_account(token_of(message), name="Noa Ny", password=None)

    with pytest.raises(DomainError):
        services.open_account(token_of(message), name="Noa Två", password=None)

    assert User.objects.filter(email="ny@example.org").count() == 1


@pytest.mark.parametrize(("days", "works"), [(6.9, True), (7.1, False)])
def test_a_link_works_for_seven_days(make_invitation, sent, days, works):
    [message] = sent(make_invitation)

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        if works:
            assert services.open_account(token_of(message), name="Noa", password=None).pk
        else:
            with pytest.raises(DomainError):
                services.open_account(token_of(message), name="Noa", password=None)


def test_a_made_up_link_opens_nothing(db):
    with pytest.raises(DomainError):
        services.open_account("made-up", name="Noa", password=None)


def test_an_existing_account_is_never_made_twice(make_invitation, outsider, sent):
    [message] = sent(lambda: make_invitation(outsider.email))

    with pytest.raises(DomainError):
        services.open_account(token_of(message), name="Noa", password=None)


def test_an_address_taken_at_the_same_moment_is_told_when_the_account_is_made(
    make_invitation, outsider, sent
):
    token = token_of(sent(make_invitation)[0])
    # Written otherwise, so that only the database sees that it is taken: as when two come at once.
    User.objects.filter(pk=outsider.pk).update(email="NY@example.org")

    with pytest.raises(DomainError, match="redan ett konto"):
        services.open_account(token, name="Ny", password=None)

    assert Invitation.objects.get().state == "waiting"


def test_what_a_closed_account_invited_to_is_worth_nothing(make_invitation, coordinator, sent):
    token = token_of(sent(lambda: make_invitation(grants=[]))[0])
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    coordinator.refresh_from_db()

    with pytest.raises(DomainError, match="gäller inte längre"):
        services.open_account(token, name="Ny", password=None)

    assert not coordinator.has_perm("accounts.invite_user")
    assert not User.objects.filter(email="ny@example.org").exists()


def test_the_holder_of_an_account_takes_the_roles(make_invitation, outsider, sent, boat_role):
    [message] = sent(lambda: make_invitation(outsider.email))

    services.accept_invitation(token_of(message), actor=outsider)

    assert boat_role == [(outsider, "1")]
    assert Invitation.objects.get().state == "accepted"


def test_nobody_takes_somebody_elses_invitation(make_invitation, outsider, editor, sent, boat_role):
    [message] = sent(lambda: make_invitation(outsider.email))

    with pytest.raises(DomainError):
        services.accept_invitation(token_of(message), actor=editor)

    assert boat_role == []


def test_an_invitation_dies_when_its_sender_may_no_longer_give_the_role(
    make_invitation, coordinator, sent, boat_role
):
    [message] = sent(make_invitation)
    coordinator.portal_roles.all().delete()

    with pytest.raises(DomainError):
        services.open_account(token_of(message), name="Noa", password=None)

    assert boat_role == []
    assert not User.objects.filter(email="ny@example.org").exists()


def test_an_invited_editor_becomes_editor(make_invitation, administrator, sent):
    grants = [{"role": "portal_role", "scope": "editor"}]
    [message] = sent(lambda: make_invitation(grants=grants, actor=administrator))

    user = services.open_account(token_of(message), name="Noa", password=None)

    assert list(user.portal_roles.values_list("role", flat=True)) == ["editor"]


def test_the_console_invites_the_first_administrator_again_and_again(db):
    first = services.invite_administrator("Chef@example.org", actor=SYSTEM)
    second = services.invite_administrator("chef@example.org", actor=SYSTEM)

    with pytest.raises(DomainError):
        services.open_account(first.rstrip("/").rsplit("/", 1)[1], name="Chef", password=None)
    user = services.open_account(second.rstrip("/").rsplit("/", 1)[1], name="Chef", password=None)

    assert user.has_perm("accounts.manage_portal_roles")


# --- portal-wide roles ------------------------------------------------------------------------


def test_an_administrator_gives_and_takes_roles(administrator, outsider):
    services.grant_portal_role(outsider, "editor", actor=administrator)
    services.grant_portal_role(outsider, "editor", actor=administrator)
    assert outsider.portal_roles.count() == 1

    services.revoke_portal_role(outsider, "editor", actor=administrator)
    services.revoke_portal_role(outsider, "editor", actor=administrator)
    assert not outsider.portal_roles.exists()

    assert verbs() == ["grant_portal_role", "revoke_portal_role"]
    assert TrailEntry.objects.first().fields == ["editor"]


def test_a_role_that_does_not_exist_cannot_be_given(administrator, outsider):
    with pytest.raises(DomainError):
        services.grant_portal_role(outsider, "emperor", actor=administrator)


def test_a_coordinator_gives_and_takes_no_portal_roles(coordinator, editor):
    with pytest.raises(DomainError):
        services.grant_portal_role(editor, "coordinator", actor=coordinator)
    with pytest.raises(DomainError):
        services.revoke_portal_role(editor, "editor", actor=coordinator)

    assert editor.portal_roles.get().role == "editor"


def test_the_last_administrator_stays(administrator, outsider):
    with pytest.raises(DomainError):
        services.revoke_portal_role(administrator, "administrator", actor=administrator)
    services.grant_portal_role(outsider, "administrator", actor=administrator)

    services.revoke_portal_role(administrator, "administrator", actor=outsider)

    assert PortalRole.objects.get(role="administrator").user == outsider


def test_an_administrator_who_cannot_sign_in_does_not_count(administrator, outsider):
    services.grant_portal_role(outsider, "administrator", actor=administrator)
    User.objects.filter(pk=outsider.pk).update(is_active=False)

    with pytest.raises(DomainError):
        services.revoke_portal_role(administrator, "administrator", actor=administrator)


# --- one's own account ------------------------------------------------------------------------


def test_a_new_name_is_kept_and_only_the_fields_name_is_trailed(outsider):
    services.change_name(outsider, "Ny Namnsson", actor=outsider)

    outsider.refresh_from_db()
    assert outsider.name == "Ny Namnsson"
    entry = TrailEntry.objects.get()
    assert (entry.verb, entry.fields, entry.actor_id) == ("change_name", ["name"], outsider.actor_id)


def test_a_new_address_is_confirmed_and_the_old_one_warned(outsider, sent):
    old = outsider.email

    mails = sent(lambda: services.request_email_change(outsider, "Nyare@example.org", actor=outsider))

    assert [message.to for message in mails] == [["nyare@example.org"], [old]]
    assert len({message.subject for message in mails}) == 1
    outsider.refresh_from_db()
    assert outsider.email == old

    services.confirm_email_change(token_of(mails[0]), actor=outsider)

    outsider.refresh_from_db()
    assert outsider.email == "nyare@example.org"
    assert EmailAddress.objects.get(user=outsider).email == "nyare@example.org"
    assert not EmailChange.objects.exists()


def test_one_cannot_change_to_the_address_one_has(outsider):
    with pytest.raises(DomainError) as refusal:
        services.request_email_change(outsider, outsider.email.upper(), actor=outsider)

    assert refusal.value.field == "email"


def test_a_stranger_with_the_link_cannot_take_the_account(outsider, editor, sent):
    mails = sent(lambda: services.request_email_change(outsider, "fel@example.org", actor=outsider))

    with pytest.raises(DomainError):
        services.confirm_email_change(token_of(mails[0]), actor=editor)

    outsider.refresh_from_db()
    assert outsider.email != "fel@example.org"


def test_the_link_to_a_new_address_works_for_a_day(outsider, sent):
    mails = sent(lambda: services.request_email_change(outsider, "ny@example.org", actor=outsider))

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)), pytest.raises(DomainError):
        services.confirm_email_change(token_of(mails[0]), actor=outsider)


def test_asking_for_an_address_somebody_has_looks_the_same(outsider, editor, sent):
    free = sent(lambda: services.request_email_change(outsider, "ledig@example.org", actor=outsider))
    taken = sent(lambda: services.request_email_change(outsider, editor.email, actor=outsider))

    assert [message.subject for message in free] == [message.subject for message in taken]
    assert len(free) == len(taken) == 2
    assert "/konto/e-post/" not in taken[0].body


def test_an_address_taken_meanwhile_is_refused_at_confirmation(outsider, make_user, sent):
    mails = sent(lambda: services.request_email_change(outsider, "ny@example.org", actor=outsider))
    User.objects.create_user("ny@example.org", name="Snabbare")

    with pytest.raises(DomainError):
        services.confirm_email_change(token_of(mails[0]), actor=outsider)


def test_one_device_can_be_signed_out(sign_in, outsider, client):
    sign_in(outsider)
    session = UserSession.objects.get(user=outsider)

    services.end_session(outsider, session.pk, actor=outsider)

    assert client.get("/konto/").status_code == 302
    assert "end_session" in verbs()


def test_nobody_signs_somebody_elses_device_out(sign_in, outsider, editor, client):
    sign_in(outsider)

    services.end_session(editor, UserSession.objects.get(user=outsider).pk, actor=editor)

    assert client.get("/konto/").status_code == 200


def test_signing_out_everywhere_ends_even_sessions_no_list_knows(outsider, client):
    client.force_login(outsider)
    assert not UserSession.objects.exists()

    services.end_every_session(outsider, actor=outsider)

    assert client.get("/konto/").status_code == 302


def test_a_deleted_account_leaves_nothing_but_the_trails_opaque_id(outsider, sign_in, client, coordinator):
    sign_in(outsider)
    services.change_name(outsider, "Före Detta", actor=outsider)
    actor_id, email, pk = outsider.actor_id, outsider.email, outsider.pk

    services.delete_account(outsider, actor=outsider)

    assert not User.objects.filter(pk=pk).exists()
    assert not EmailAddress.objects.filter(email=email).exists()
    assert not UserSession.objects.exists()
    assert client.get("/konto/").status_code == 302
    assert TrailEntry.objects.filter(actor_id=actor_id, verb="delete_account").exists()


def test_deleting_runs_every_rooms_handler_and_revokes_open_invitations(
    make_invitation, coordinator, monkeypatch
):
    erased = []
    handler = registries.PersonalData("test", lambda user: [], erased.append)
    monkeypatch.setattr(registries._registry, "personal_data", [*registries.personal_data(), handler])
    make_invitation()

    services.delete_account(coordinator, actor=coordinator)

    assert [user.actor_id for user in erased] == [coordinator.actor_id]
    assert Invitation.objects.get().state == "revoked"


def test_the_last_administrator_cannot_leave(administrator):
    with pytest.raises(DomainError):
        services.delete_account(administrator, actor=administrator)

    assert User.objects.filter(pk=administrator.pk).exists()


def test_invitations_to_a_deleted_person_go_with_them(make_invitation, outsider, sent):
    [message] = sent(lambda: make_invitation(outsider.email))
    services.accept_invitation(token_of(message), actor=outsider)

    services.delete_account(outsider, actor=outsider)

    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_open_one_link_at_once_make_one_account(make_invitation, administrator):
    link = services.invite_administrator("chef@example.org", actor=SYSTEM)
    token = link.rstrip("/").rsplit("/", 1)[1]
    start = threading.Barrier(2)

    def open_it(name):
        start.wait()
        try:
            return services.open_account(token, name=name, password=None).name
        except DomainError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(open_it, ["Kim", "Robin"]))

    assert answers.count("refused") == 1
    assert User.objects.filter(email="chef@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_each_other_at_once(administrator, make_user):
    other = make_user("Andra Administratören", "administrator")
    start = threading.Barrier(2)

    def remove(pair):
        actor, victim = pair
        start.wait()
        try:
            services.revoke_portal_role(victim, "administrator", actor=actor)
        except DomainError:
            return "refused"
        finally:
            connection.close()
        return "removed"

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(remove, [(administrator, other), (other, administrator)]))

    assert PortalRole.objects.filter(role="administrator").count() >= 1
