import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import reverse

from accounts import secrets_at_rest, services, strength
from accounts.models import User
from calendar_app.models import Event
from common.models import TrailEntry
from tests.accounts import lost_text_pages
from tests.accounts.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.mark.parametrize(
    ("persona", "must"),
    [
        ("administrator", True),
        ("coordinator", True),
        ("unit_manager", True),
        ("editor", False),
        ("representative", False),
        ("supervisor", False),
        ("outsider", False),
    ],
)
def test_roles_that_see_others_need_a_second_factor(persona, must, request, client):
    client.force_login(request.getfixturevalue(persona))

    response = client.get("/konto/namn/")

    assert (response.get("Location") == "/konto/andra-faktor/") == must


def test_the_demo_may_relax_it(coordinator, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(coordinator)

    assert client.get("/konto/namn/").status_code == 200


def test_setting_up_and_signing_out_stay_open(coordinator, sign_in):
    client = sign_in(coordinator)

    assert client.get("/konto/andra-faktor/").status_code == 200
    assert client.get("/konto/sakerhet/app/").status_code == 200
    assert client.get("/konto/sakerhet/nycklar/ny/").status_code == 200
    assert client.get("/konto/logga-in/").status_code == 302
    assert client.post("/konto/logga-ut/")["Location"] == "/"


def test_a_script_is_told_what_is_missing(coordinator, client):
    client.force_login(coordinator)

    response = client.get("/konto/namn/", headers={"HX-Request": "true"})

    assert (response.status_code, response.json()) == (403, {"error": "second_factor_missing"})


def test_setting_up_an_app_opens_the_door_and_what_was_typed_is_still_there(coordinator, sign_in, sent):
    client = sign_in(coordinator)
    refused = client.post("/konto/namn/", {"name": "Ny Samordnare"})
    assert refused["Location"] == "/konto/andra-faktor/"
    client.get("/konto/sakerhet/app/")
    secret = client.session["mfa.totp.secret"]

    mails = sent(lambda: client.post("/konto/sakerhet/app/", {"code": code_now(secret)}))

    assert [message.body.split("\n")[2] for message in mails] == [
        "En app för koder har kopplats till ditt konto."
    ]
    codes = client.get("/konto/sakerhet/reservkoder/")
    assert len(codes.context["unused_codes"]) == 10
    assert "****" not in codes.content.decode()
    assert "****" not in client.get("/konto/sakerhet/reservkoder/").content.decode()
    onward = client.get("/konto/fortsatt/")
    assert 'value="Ny Samordnare"' in client.get(onward["Location"]).content.decode()
    assert set(TrailEntry.objects.filter(verb="add_sign_in_factor").values_list("fields", flat=True)[0])


def test_the_first_factor_signs_out_whoever_came_in_without_it(coordinator, sign_in, sent):
    """Perhaps somebody who knows the password; from now on the password alone opens nothing."""
    other = Client()
    other.force_login(coordinator)
    client = sign_in(coordinator)
    client.get("/konto/sakerhet/app/")

    secret = client.session["mfa.totp.secret"]
    sent(lambda: client.post("/konto/sakerhet/app/", {"code": code_now(secret)}))

    assert other.get("/konto/").status_code == 302
    devices = client.get("/konto/sessioner/").context["devices"]
    assert [device.is_here for device in devices] == [True]


def test_one_more_factor_signs_nobody_out(outsider, sign_in):
    Authenticator.objects.create(user=outsider, type=Authenticator.Type.WEBAUTHN, data={})
    client = Client()
    client.force_login(outsider)
    other = Client()
    other.force_login(outsider)

    authenticator_added.send(
        sender=Authenticator,
        request=client.get("/konto/namn/").wsgi_request,
        user=outsider,
        authenticator=TOTP.activate(outsider, SECRET).instance,
    )

    assert other.get("/konto/").status_code == 200


def test_a_role_given_by_an_administrator_counts_at_once(outsider, administrator, client):
    client.force_login(outsider)
    assert client.get("/konto/namn/").status_code == 200

    services.grant_portal_role(outsider, "coordinator", actor=administrator)

    assert client.get("/konto/namn/")["Location"] == "/konto/andra-faktor/"


@pytest.fixture
def with_app(coordinator):
    TOTP.activate(coordinator, SECRET)
    return coordinator


def test_the_password_alone_does_not_sign_in_somebody_with_an_app(with_app, sign_in):
    client = sign_in(with_app)

    assert client.get("/konto/namn/")["Location"].startswith("/konto/logga-in/")
    response = client.post("/konto/sakerhet/kontroll/", {"code": code_now()})

    assert response.status_code == 302
    assert client.get("/konto/namn/").status_code == 200


def test_a_code_from_the_app_works_once(with_app, sign_in, client):
    code = code_now()
    sign_in(with_app).post("/konto/sakerhet/kontroll/", {"code": code})
    client.post("/konto/logga-ut/")

    sign_in(with_app)
    again = client.post("/konto/sakerhet/kontroll/", {"code": code})

    assert "Koden stämmer inte" in again.content.decode()


def test_a_recovery_code_signs_in_once(with_app, sign_in, client):
    code = RecoveryCodes.activate(with_app).get_unused_codes()[0]

    sign_in(with_app)
    assert client.post("/konto/sakerhet/kontroll/", {"code": code}).status_code == 302
    client.post("/konto/logga-ut/")
    sign_in(with_app)
    assert client.post("/konto/sakerhet/kontroll/", {"code": code}).status_code == 200


def test_guessing_codes_is_stopped(with_app, sign_in, client):
    sign_in(with_app)

    answers = [client.post("/konto/sakerhet/kontroll/", {"code": f"{n:06}"}) for n in range(6)]

    assert "för många försök" in answers[-1].content.decode()


def test_the_last_factor_stays_while_a_role_needs_it(with_app, sign_in, client):
    sign_in(with_app)
    client.post("/konto/sakerhet/kontroll/", {"code": code_now()})

    client.post("/konto/sakerhet/app/ta-bort/")

    assert strength.has_second_factor(with_app)


def test_without_such_a_role_the_app_can_be_removed(outsider, sign_in, client):
    TOTP.activate(outsider, SECRET)
    sign_in(outsider)
    client.post("/konto/sakerhet/kontroll/", {"code": code_now()})

    client.post("/konto/sakerhet/app/ta-bort/")

    assert not strength.has_second_factor(outsider)
    assert TrailEntry.objects.filter(verb="remove_sign_in_factor", actor_id=outsider.actor_id).exists()


@pytest.fixture
def with_key(coordinator):
    """A saved passkey; its content is only read when it is used."""
    return Authenticator.objects.create(
        user=coordinator, type="webauthn", data={"name": "Min mobil", "credential": {}}
    )


def test_the_last_passkey_stays_while_a_role_needs_it(with_key, coordinator, client, monkeypatch):
    client.force_login(coordinator)
    _just_signed_in(client, coordinator)

    response = client.post(f"/konto/sakerhet/nycklar/{with_key.pk}/ta-bort/")

    assert response["Location"] == "/konto/sakerhet/"
    assert "Din roll kräver" in str(next(iter(client.get("/konto/").context["messages"])))
    assert strength.has_second_factor(coordinator)


def test_one_of_two_factors_can_go(with_key, coordinator, client):
    TOTP.activate(coordinator, SECRET)
    client.force_login(coordinator)
    _just_signed_in(client, coordinator)

    client.post(f"/konto/sakerhet/nycklar/{with_key.pk}/ta-bort/")

    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]


def test_somebody_elses_passkey_is_not_there(with_key, outsider, client):
    client.force_login(outsider)
    _just_signed_in(client, outsider)

    assert client.get(f"/konto/sakerhet/nycklar/{with_key.pk}/").status_code == 404
    assert client.post(f"/konto/sakerhet/nycklar/{with_key.pk}/ta-bort/").status_code == 404


def _just_signed_in(client, user):
    import time

    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def test_a_session_that_is_not_fresh_confirms_before_changing_factors(outsider, client):
    client.force_login(outsider)

    response = client.get("/konto/sakerhet/app/")

    assert response["Location"].startswith("/konto/bekrafta/losenord/")
    client.post(response["Location"], {"password": PASSWORD})
    assert client.get("/konto/sakerhet/app/").status_code == 200


def test_the_apps_secret_is_not_readable_in_the_database(outsider):
    TOTP.activate(outsider, SECRET)

    stored = json.dumps(Authenticator.objects.get(user=outsider).data)
    assert SECRET not in stored
    assert secrets_at_rest.decrypt(Authenticator.objects.get(user=outsider).data["secret"]) == SECRET


def test_secrets_survive_a_change_of_key(settings):
    sealed = secrets_at_rest.encrypt("hemligt")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "en helt ny nyckel " * 3

    assert secrets_at_rest.decrypt(sealed) == "hemligt"


def test_a_passkey_answer_made_of_nonsense_is_refused_calmly(client, db):
    client.get("/konto/logga-in/nyckel/", headers={"Accept": "application/json"})

    for credential in (
        "",
        "{}",
        "[]",
        "null",
        '{"response": {"userHandle": 1}}',
        "not json",
        '{"id": "x", "response": []}',
    ):
        response = client.post("/konto/logga-in/nyckel/", {"credential": credential})
        assert (response.status_code, response["Location"]) == (302, "/konto/logga-in/"), credential


def test_the_answer_is_remembered_for_a_minute_only(coordinator, client):
    client.force_login(coordinator)
    client.get("/konto/namn/")

    [key] = cache._cache.get_client().keys("*second-factor-missing*")
    assert cache._cache.get_client().ttl(key) <= 60


def test_recovery_codes_alone_are_no_second_factor(outsider):
    RecoveryCodes.activate(outsider)

    assert not strength.has_second_factor(outsider)


@pytest.mark.parametrize(("persona", "is_known"), [("coordinator", False), ("outsider", True)])
def test_an_open_page_takes_somebody_who_lacks_the_factor_for_a_visitor(persona, is_known, request, client):
    """Some open pages, such as the search, show more to those who may see more."""
    client.force_login(request.getfixturevalue(persona))

    with override_settings(ROOT_URLCONF=lost_text_pages.__name__):
        assert client.get("/prov/open/").content.decode() == str(is_known)


def test_a_new_file_of_an_unpublished_activity_stays_closed_without_the_factor(coordinator, client, settings):
    """The address is open to everybody, since most of these files are published."""
    event = Event.objects.create(
        title="Utkast", attachment=ContentFile(b"%PDF-1.7", "a.pdf"), created_by=coordinator.actor_id
    )
    client.force_login(coordinator)

    assert client.get(f"/kalender/bilaga/{event.pk}/").status_code == 404
    settings.REQUIRE_SECOND_FACTOR = False
    opened = client.get(f"/kalender/bilaga/{event.pk}/")
    opened.close()
    assert opened.status_code == 200


def test_that_somebody_has_the_factor_costs_no_question_of_its_own(
    coordinator, client, django_assert_num_queries
):
    Authenticator.objects.create(user=coordinator, type=Authenticator.Type.TOTP, data={})
    client.force_login(coordinator)

    # Their session, and themselves.
    with django_assert_num_queries(2):
        assert client.get(reverse("revisions:interview_who")).status_code == 200
    assert cache.get(f"second-factor-missing:{coordinator.pk}") is None


def test_users_exist_only_once_per_address(outsider, db):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        User.objects.create(email=outsider.email.upper(), name="Dubblett")
