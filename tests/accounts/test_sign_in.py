"""Signing in by password and code, and that nobody learns who has an account."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.models import OutboxMessage
from tests.accounts.conftest import PASSWORD, code_in

UNKNOWN = "okand@example.org"


class CountingHasher(MD5PasswordHasher):
    """Counts what takes most of the time in real life."""

    algorithm = "counting"
    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def _hashes_are_counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]


def shape(client, path, fields):
    """What an outsider can see of an answer, and what the answer costs: queries and password hashes."""
    CountingHasher.count = 0
    with CaptureQueriesContext(connection) as queries:
        response = client.post(path, fields)
    body = response.content.decode()
    for value in fields.values():
        body = body.replace(value, "…")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    # Of a statement that PostgreSQL holds prepared, only that it was asked is known.
    kinds = [re.sub(r"\s.*", "", query["sql"] or "prepared") for query in queries.captured_queries]
    return response.status_code, response.get("Location"), body, kinds, CountingHasher.count


def test_the_right_password_signs_in_and_goes_where_the_person_was_going(client, outsider):
    response = client.post(
        "/konto/logga-in/?next=/konto/namn/", {"login": outsider.email.upper(), "password": PASSWORD}
    )

    assert response["Location"] == "/konto/namn/"
    assert client.get("/konto/").status_code == 200


def test_nobody_is_sent_to_another_site_after_signing_in(client, outsider):
    response = client.post(
        "/konto/logga-in/?next=https://evil.example.org/", {"login": outsider.email, "password": PASSWORD}
    )

    assert response["Location"] == "/oversikt/"


@pytest.mark.parametrize("persona", ["outsider", "without_password", "inactive"])
def test_a_wrong_password_answers_as_an_unknown_address_does(client, persona, make_user):
    user = make_user("Kim", password=None if persona == "without_password" else PASSWORD)
    User.objects.filter(pk=user.pk).update(is_active=persona != "inactive")
    # The first request of a process also looks up the site's name.
    client.get("/konto/logga-in/")

    known = shape(client, "/konto/logga-in/", {"login": user.email, "password": "fel-losenord-helt"})
    unknown = shape(client, "/konto/logga-in/", {"login": UNKNOWN, "password": "fel-losenord-helt"})

    assert known == unknown
    assert "hör inte ihop" in known[2]
    assert known[4] == 1


@pytest.mark.parametrize("path", ["/konto/kod/", "/konto/losenord/glomt/"])
def test_asking_for_a_code_answers_and_costs_the_same_for_everybody(path, client, outsider, sent):
    shapes, mails = [], []
    client.get(path)
    for email in (outsider.email, UNKNOWN):
        client.cookies.clear()
        mails.append(sent(lambda email=email: shapes.append(shape(client, path, {"email": email}))))

    assert shapes[0] == shapes[1]
    assert [len(each) for each in mails] == [1, 1]
    assert mails[0][0].subject == mails[1][0].subject
    assert not re.search(r"\d{4}-\d{4}", mails[1][0].body)


@pytest.mark.parametrize("path", ["/konto/kod/", "/konto/losenord/glomt/"])
def test_one_mailbox_gets_three_codes_a_minute_however_its_address_is_written(path, client, outsider, sent):
    local, _, domain = outsider.email.partition("@")
    written = [
        outsider.email,
        f"{local.upper()}@{domain}",
        f"{local}@{domain.upper()}",
        f"{local.title()}@{domain}",
    ]

    mails = sent(lambda: [client.post(path, {"email": address}) for address in written])

    assert len(mails) == 3


@pytest.mark.parametrize(
    ("start", "page"),
    [("/konto/kod/", "/konto/kod/skriv/"), ("/konto/losenord/glomt/", "/konto/losenord/glomt/kod/")],
)
def test_a_wrong_code_answers_the_same_for_everybody(start, page, client, outsider):
    answers = []
    for email in (outsider.email, UNKNOWN):
        client.cookies.clear()
        client.post(start, {"email": email})
        first = [shape(client, page, {"code": "0000-0000", "email": email})[:3] for _ in range(5)]
        answers.append(first)

    assert answers[0] == answers[1]
    assert answers[0][4][0] == 302


def test_a_code_from_the_mail_signs_in_once(client, outsider, sent):
    [message] = sent(lambda: client.post("/konto/kod/?next=/konto/namn/", {"email": outsider.email}))
    code = code_in(message)

    response = client.post(
        "/konto/kod/skriv/?next=/konto/namn/", {"code": code.replace("-", " "), "action": "verify"}
    )

    assert response["Location"] == "/konto/namn/"
    client.post("/konto/logga-ut/")
    client.post("/konto/kod/skriv/", {"code": code})
    assert client.get("/konto/").status_code == 302


def test_the_outbox_keeps_no_code(client, outsider, sent):
    [message] = sent(lambda: client.post("/konto/kod/", {"email": outsider.email}))

    assert code_in(message)
    assert OutboxMessage.objects.get().payload == {}


def test_a_new_code_can_be_sent_and_the_old_one_dies(client, outsider, sent):
    [first] = sent(lambda: client.post("/konto/kod/", {"email": outsider.email}))
    [second] = sent(lambda: client.post("/konto/kod/skriv/", {"action": "resend"}))

    assert client.post("/konto/kod/skriv/", {"code": code_in(first)}).status_code == 200
    assert client.post("/konto/kod/skriv/", {"code": code_in(second)}).status_code == 302


def test_a_person_can_begin_again_with_another_address(client, outsider):
    client.post("/konto/kod/", {"email": UNKNOWN})

    assert client.get("/konto/kod/").status_code == 200
    assert client.get("/konto/logga-in/").status_code == 200
    assert client.get("/konto/kod/skriv/").status_code == 302


def test_a_forgotten_password_is_replaced_and_other_devices_signed_out(client, outsider, sent):
    other = type(client)()
    other.force_login(outsider)
    [message] = sent(lambda: client.post("/konto/losenord/glomt/", {"email": outsider.email}))
    client.post("/konto/losenord/glomt/kod/", {"code": code_in(message)})

    client.post(
        "/konto/losenord/nytt/", {"password1": "ett-helt-nytt-losen", "password2": "ett-helt-nytt-losen"}
    )

    outsider.refresh_from_db()
    assert outsider.check_password("ett-helt-nytt-losen")
    assert other.get("/konto/").status_code == 302


def test_two_different_new_passwords_are_told_apart_in_words(client, outsider, sent):
    [message] = sent(lambda: client.post("/konto/losenord/glomt/", {"email": outsider.email}))
    client.post("/konto/losenord/glomt/kod/", {"code": code_in(message)})

    response = client.post(
        "/konto/losenord/nytt/", {"password1": "ett-helt-nytt-losen", "password2": "ett-annat-losen"}
    )

    assert "Lösenorden är inte lika" in response.content.decode()


def test_many_wrong_passwords_close_the_door_for_a_while_for_known_and_unknown_alike(client, outsider):
    answers = []
    for email in (outsider.email, UNKNOWN):
        tries = [client.post("/konto/logga-in/", {"login": email, "password": f"fel-{n}"}) for n in range(6)]
        answers.append(["för många försök" in response.content.decode() for response in tries])

    assert answers[0] == answers[1] == [False] * 5 + [True]
    locked = client.post("/konto/logga-in/", {"login": outsider.email, "password": PASSWORD})
    assert locked.status_code == 200


def test_too_many_sign_ins_from_one_place_get_a_calm_429(client, db):
    answers = [
        client.post("/konto/logga-in/", {"login": f"a{n}@example.org", "password": "fel"}) for n in range(31)
    ]

    assert answers[-1].status_code == 429
    assert "Vänta en liten stund" in answers[-1].content.decode()


def test_nobody_signs_up(client, db):
    page = client.get("/konto/nytt-konto/")

    assert "på inbjudan" in page.content.decode()
    assert (
        client.post("/konto/nytt-konto/", {"email": "x@example.org", "password1": PASSWORD}).status_code
        == 405
    )
    assert client.get("/konto/region/nytt/").status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/konto/login/", "/konto/signup/", "/konto/email/", "/konto/password/reset/",
     "/konto/2fa/", "/konto/3rdparty/", "/konto/sessions/", "/konto/saml/x/acs/", "/konto/oidc/x/login/"],
)  # fmt: skip
def test_allauths_own_addresses_are_not_open(path, client, db):
    assert client.get(path).status_code == 404


def test_signing_out_takes_a_post(client, sign_in, outsider):
    sign_in(outsider)

    assert client.get("/konto/logga-ut/").status_code == 200
    assert client.get("/konto/").status_code == 200
    client.post("/konto/logga-ut/")
    assert client.get("/konto/").status_code == 302


def test_changing_the_password_tells_the_holder_and_signs_other_devices_out(client, sign_in, outsider, sent):
    other = type(client)()
    other.force_login(outsider)
    sign_in(outsider)
    fields = {"oldpassword": PASSWORD, "password1": "ett-helt-nytt-losen", "password2": "ett-helt-nytt-losen"}

    UserSession.objects.create(user=outsider, session_key=other.session.session_key, ip="127.0.0.1")

    mails = sent(lambda: client.post("/konto/losenord/byt/", fields))

    assert "Lösenordet till ditt konto har ändrats." in mails[0].body
    assert other.get("/konto/").status_code == 302
    devices = client.get("/konto/sessioner/").context["devices"]
    assert [device.is_here for device in devices] == [True]


def test_the_sign_in_pages_are_never_cached(client, db):
    for path in ("/konto/logga-in/", "/konto/kod/", "/konto/inbjudan/"):
        assert "no-store" in client.get(path)["Cache-Control"]
