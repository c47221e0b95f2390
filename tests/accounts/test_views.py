import json
import logging

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver

from accounts import grants, queries
from accounts.held_roles import portal_roles_held
from accounts.models import Invitation, User
from accounts.user_agents import device_name
from common import registries
from tests.accounts.conftest import PASSWORD, link_in

PAGES = {
    "/konto/": "everybody",
    "/konto/namn/": "everybody",
    "/konto/sessioner/": "everybody",
    "/konto/sakerhet/": "everybody",
    "/konto/inbjudningar/": "inviters",
    "/konto/inbjudningar/ny/": "inviters",
    "/konto/personer/": "administrators",
}
PERSONAS = {
    "administrator": {"everybody", "inviters", "administrators"},
    "coordinator": {"everybody", "inviters"},
    "editor": {"everybody"},
    "unit_manager": {"everybody"},
    "representative": {"everybody"},
    "outsider": {"everybody"},
}


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_opens_their_pages_and_no_others(persona, request, client):
    client.force_login(request.getfixturevalue(persona))

    for page, group in PAGES.items():
        assert client.get(page).status_code == (200 if group in PERSONAS[persona] else 403), page


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_opens_them(page, client, db):
    assert client.get(page)["Location"].startswith("/konto/logga-in/")


# --- invitations ----------------------------------------------------------------------------------


@pytest.fixture
def invited(make_invitation, sent):
    [message] = sent(make_invitation)
    return link_in(message)


def test_a_coordinator_invites_by_the_form(client, coordinator, boat_role, sent):
    client.force_login(coordinator)
    number = [name for name, _ in queries.grant_choices(coordinator)].index("Skeppare")
    fields = {"name": " Noa  Ny ", "email": "Ny@example.org", f"grants_{number}": ["skipper:2"]}

    mails = sent(lambda: client.post("/konto/inbjudningar/ny/", fields))

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.name) == ("ny@example.org", "Noa Ny")
    assert invitation.grants == [{"role": "skipper", "scope": "2"}]
    assert len(mails) == 1
    body = client.get("/konto/inbjudningar/").content.decode()
    assert "Skeppare: Båt två" in body
    assert "Väntar" in body


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Skriv adressen som inbjudan ska till."),
        ({"email": "inte en adress"}, "Adressen verkar inte vara hel"),
        ({"email": "a@example.org", "name": "N" * 121}, "Namnet är för långt"),
        ({"email": "a@example.org", "name": "Kim 19811218-9876"}, "personnummer"),
        (
            {"email": "a@example.org", "grants_0": ["portal_role:administrator"]},
            "Välj bland rollerna som visas.",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, coordinator, boat_role, fields, sentence):
    client.force_login(coordinator)

    response = client.post("/konto/inbjudningar/ny/", {"name": "Noa", **fields})

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert fields["email"] in response.content.decode()
    assert not Invitation.objects.exists()


def test_hidden_characters_leave_the_name(client, coordinator, boat_role):
    client.force_login(coordinator)

    client.post("/konto/inbjudningar/ny/", {"name": "Noa\u202e\x07 Ny 😀", "email": "ny@example.org"})

    assert Invitation.objects.get().name == "Noa Ny 😀"


def test_an_open_invitation_to_other_roles_is_explained_at_the_address(client, coordinator, make_invitation):
    make_invitation()
    client.force_login(coordinator)

    response = client.post("/konto/inbjudningar/ny/", {"name": "", "email": "ny@example.org"})

    assert "Återkalla den först" in response.content.decode()


def test_the_list_offers_what_can_be_done(client, coordinator, invited):
    client.force_login(coordinator)
    invitation = Invitation.objects.get()

    client.post(f"/konto/inbjudningar/{invitation.pk}/skicka-igen/")
    client.post(f"/konto/inbjudningar/{invitation.pk}/aterkalla/")
    client.post(f"/konto/inbjudningar/{invitation.pk}/skicka-igen/")

    page = client.get("/konto/inbjudningar/").content.decode()
    assert "Inbjudan är redan återkallad" in page
    assert "Återkallad" in page
    assert "Skicka igen" not in page


@pytest.mark.parametrize("action", ["skicka-igen", "aterkalla"])
@pytest.mark.parametrize(
    ("persona", "status"), [("editor", 404), ("coordinator", 403), ("administrator", 302)]
)
def test_an_invitation_to_a_portal_role_is_the_administrators(
    client, request, make_invitation, administrator, action, persona, status
):
    invitation = make_invitation(grants=[{"role": "portal_role", "scope": "editor"}], actor=administrator)
    client.force_login(request.getfixturevalue(persona))

    assert client.post(f"/konto/inbjudningar/{invitation.pk}/{action}/").status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(
    coordinator, make_invitation, count, django_assert_num_queries, monkeypatch
):
    # Each room that registers a role adds its own query for the whole list.
    monkeypatch.setattr(grants, "_kinds", {"skipper": grants.grant_kind("skipper")})
    for number in range(count):
        make_invitation(f"ny{number}@example.org")
    with django_assert_num_queries(1):
        rows = queries.invitation_rows(coordinator)
        assert [row.invitation.invited_by for row in rows] == [coordinator] * count


def test_the_link_leaves_the_address_bar_and_the_page_makes_the_account(client, invited):
    opened = client.get(invited)
    assert opened["Location"] == "/konto/inbjudan/"
    assert opened["Referrer-Policy"] == "no-referrer"

    page = client.get("/konto/inbjudan/")
    assert "Skeppare: Båt ett" in page.content.decode()
    assert not User.objects.filter(email="ny@example.org").exists()

    done = client.post("/konto/inbjudan/", {"name": "Noa Ny", "password": "ett-langt-losenord"})

    assert done["Location"] == "/oversikt/"
    assert client.get("/konto/").context["user"].email == "ny@example.org"
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Skriv ditt namn."),
        ({"name": "Noa", "password": "kort"}, "12"),
        ({"name": "Noa Nybergsson", "password": "noa nybergsson"}, "namn"),
    ],
)
def test_a_bad_answer_to_an_invitation_is_explained(client, invited, fields, sentence):
    client.get(invited)

    response = client.post("/konto/inbjudan/", fields)

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_used_link_says_so_and_a_made_up_one_says_less(client, invited):
    client.get(invited)
    client.post("/konto/inbjudan/", {"name": "Noa Ny"})
    other = Client()
    other.get(invited)

    used = other.get("/konto/inbjudan/")
    other.get("/konto/inbjudan/made-up/")
    made_up = other.get("/konto/inbjudan/")

    assert (used.status_code, made_up.status_code) == (410, 410)
    assert "redan använd" in used.content.decode()
    assert "gäller inte längre" in made_up.content.decode()


def test_somebody_with_an_account_signs_in_and_takes_the_roles(
    client, make_invitation, outsider, sent, boat_role, sign_in
):
    [message] = sent(lambda: make_invitation(outsider.email))
    client.get(link_in(message))
    assert "Logga in för att ta emot" in client.get("/konto/inbjudan/").content.decode()
    assert client.post("/konto/inbjudan/", {"name": "x"}).status_code == 200
    assert boat_role == []

    sign_in(outsider)
    client.post("/konto/inbjudan/")

    assert boat_role == [(outsider, "1")]


def test_somebody_signed_in_as_another_is_told_to_sign_out(client, invited, outsider, boat_role):
    client.force_login(outsider)
    client.get(invited)

    assert "inloggad med en annan adress" in client.get("/konto/inbjudan/").content.decode()
    client.post("/konto/inbjudan/")
    assert boat_role == []


def test_a_taken_away_right_is_explained_to_the_invited(client, invited, coordinator):
    coordinator.portal_roles.all().delete()
    client.get(invited)

    response = client.post("/konto/inbjudan/", {"name": "Noa"})

    assert "Be samordnaren om en ny" in response.content.decode()


def test_the_links_secret_stays_out_of_the_log(client, invited, caplog):
    from accounts.log_filters import HideOneTimeLinks

    strict = Client(enforce_csrf_checks=True)
    strict.post(invited)

    secret = invited.rstrip("/").rsplit("/", 1)[1]
    for record in caplog.records:
        HideOneTimeLinks().filter(record)
        assert secret not in record.getMessage()
    assert any("/konto/inbjudan/…" in record.getMessage() for record in caplog.records)


def secret_addresses(patterns, before="/"):
    """Every address of the portal that holds a secret, with {} for it."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if "<str:token>" in path:
            yield path.replace("<str:token>", "{}")
        yield from secret_addresses(getattr(pattern, "url_patterns", []), path)


@pytest.mark.parametrize("secret", ["aB3_-xyzKLMNOP1234567", "018f77aa-1b2c.1tQbC2.Zy_x-9"])
def test_no_secret_link_reaches_the_log(secret):
    from accounts.log_filters import HideOneTimeLinks

    addresses = list(secret_addresses(get_resolver("inflytande.urls").url_patterns))
    assert {"/kalender/min/{}.ics", "/konto/inbjudan/{}/", "/du-sa-vi-gjorde/folj/mina/{}/"} <= set(addresses)
    for address in addresses:
        record = logging.makeLogRecord({"msg": "Forbidden: %s", "args": (address.format(secret),)})

        assert HideOneTimeLinks().filter(record)
        assert record.getMessage().startswith(f"Forbidden: {address.partition('{')[0]}…"), address


# --- one's own account ------------------------------------------------------------------------------


def test_changing_the_name(client, outsider):
    client.force_login(outsider)

    client.post("/konto/namn/", {"name": "Ny\u2066 Namnsson"})

    assert "Ny Namnsson" in client.get("/konto/").content.decode()
    assert "Skriv ditt namn." in client.post("/konto/namn/", {"name": " "}).content.decode()


def test_changing_the_address_takes_a_fresh_sign_in(client, outsider, sign_in, sent):
    client.force_login(outsider)
    assert client.get("/konto/e-post/")["Location"].startswith("/konto/bekrafta/")

    client.logout()
    sign_in(outsider)
    mails = sent(lambda: client.post("/konto/e-post/", {"email": "ny@example.org"}))
    assert "väntar" in client.get("/konto/").content.decode()
    page = client.get(link_in(mails[0]))
    assert page["Referrer-Policy"] == "no-referrer"
    outsider.refresh_from_db()
    assert outsider.email != "ny@example.org"

    client.post(link_in(mails[0]))

    outsider.refresh_from_db()
    assert outsider.email == "ny@example.org"
    client.post(link_in(mails[0]))
    assert "Länken gäller inte längre" in client.get("/konto/").content.decode()


def test_the_same_address_is_explained(client, outsider, sign_in):
    sign_in(outsider)

    assert (
        "Det är redan din adress" in client.post("/konto/e-post/", {"email": outsider.email}).content.decode()
    )


def test_devices_are_listed_and_signed_out(client, outsider, sign_in):
    sign_in(outsider)
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
    phone.post("/konto/logga-in/", {"login": outsider.email, "password": PASSWORD})
    body = client.get("/konto/sessioner/").content.decode()
    assert "Safari på iPhone" in body
    assert "den här enheten" in body
    other = UserSession.objects.exclude(session_key=client.session.session_key).get()

    client.post(f"/konto/sessioner/{other.pk}/avsluta/")

    assert phone.get("/konto/").status_code == 302
    assert client.get("/konto/").status_code == 200


def test_signing_out_everybody_else_and_everywhere(client, outsider, sign_in):
    sign_in(outsider)
    other = Client()
    other.force_login(outsider)

    client.post("/konto/sessioner/logga-ut-overallt/", {"keep": "1"})
    assert other.get("/konto/").status_code == 302
    devices = client.get("/konto/sessioner/").context["devices"]
    assert [device.is_here for device in devices] == [True]

    client.post("/konto/sessioner/logga-ut-overallt/", {"keep": "0"})
    assert client.get("/konto/").status_code == 302


def test_the_extract_holds_what_the_rooms_know_and_no_secret(client, administrator, sign_in):
    sign_in(administrator)

    response = client.get("/konto/mina-uppgifter.json")

    data = json.loads(response.content)
    assert {handler.room for handler in registries.personal_data()} == set(data)
    text = response.content.decode()
    assert administrator.email in text
    assert "Administratör" in text
    assert administrator.password not in text
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_deleting_the_account(client, outsider, sign_in):
    sign_in(outsider)
    assert "Det här finns kvar" in client.get("/konto/ta-bort/").content.decode()

    response = client.post("/konto/ta-bort/")

    assert "Kontot är borttaget" in response.content.decode()
    assert not User.objects.filter(pk=outsider.pk).exists()


def test_the_last_administrator_is_told_why_not(client, administrator, sign_in):
    sign_in(administrator)

    client.post("/konto/ta-bort/")

    assert "enda administratör" in client.get("/konto/").content.decode()


# --- roles --------------------------------------------------------------------------------------------


def test_an_administrator_gives_and_takes_roles_in_the_list(client, administrator, outsider):
    client.force_login(administrator)
    address = f"/konto/personer/{outsider.pk}/roll/"

    client.post(address, {"role": "editor"})
    assert [role.code for role in portal_roles_held(User.objects.get(pk=outsider.pk))] == ["editor"]
    client.post(address, {"role": "editor", "take": "1"})
    assert not list(portal_roles_held(outsider))
    client.post(f"/konto/personer/{administrator.pk}/roll/", {"role": "administrator", "take": "1"})

    assert "enda administratör" in client.get("/konto/personer/").content.decode()
    assert client.post("/konto/personer/99999/roll/", {"role": "editor"}).status_code == 404


def test_others_cannot_give_themselves_a_role(client, coordinator):
    client.force_login(coordinator)

    assert (
        client.post(f"/konto/personer/{coordinator.pk}/roll/", {"role": "administrator"}).status_code == 403
    )


def test_people_are_found_by_part_of_their_name(client, administrator, outsider, editor):
    client.force_login(administrator)

    body = client.post("/konto/personer/", {"namn": "utanf\x00"}).content.decode()

    assert outsider.name in body
    assert editor.name not in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_asks_as_often_for_one_as_for_three(make_user, count, django_assert_num_queries):
    for number in range(count):
        make_user(f"Person {number}", "editor")
    with django_assert_num_queries(2):
        assert len(queries.people()) == count


def test_every_portal_role_is_described_in_plain_words(make_user):
    user = make_user("Alla Roller", "administrator", "coordinator", "editor")

    roles = list(portal_roles_held(user))

    assert {role.code for role in roles} == {"administrator", "coordinator", "editor"}
    assert all(role.can and role.because for role in roles)


# --- the console ----------------------------------------------------------------------------------------


def test_the_console_prints_a_link_that_makes_an_administrator(client, db, capsys):
    call_command("create_administrator", "chef@example.org", "--name", "Chef")
    link = capsys.readouterr().out.split()[-1]

    client.get(link.partition("8000")[2])
    client.post("/konto/inbjudan/", {"name": "Chef"})

    assert User.objects.get().has_perm("accounts.manage_portal_roles")


def test_the_console_refuses_what_is_no_address(db):
    with pytest.raises(CommandError):
        call_command("create_administrator", "inte-en-adress")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge på dator med Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Safari/537", "Chrome på Android-telefon"),
        ("Mozilla/5.0 (Macintosh) Version/17 Safari/605", "Safari på Mac"),
        ("curl/8", "Okänd webbläsare på okänd enhet"),
    ],
)
def test_a_device_is_named_in_words(agent, name):
    assert device_name(agent) == name
