"""Sign-in through OpenID Connect, against a provider that really runs on this machine."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from accounts import strength
from accounts.models import User
from inflytande.settings import identity

# The provider for tests uses parts of its own library that will change.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

START = "/konto/region/oidc/oidc/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def provider(issuer, settings, monkeypatch):
    for name, value in {
        "OIDC_ISSUER": f"{issuer}/",
        "OIDC_NAME": "Region Exempel",
        "OIDC_CLIENT_ID": "portalen",
        "OIDC_CLIENT_SECRET": "provhemlighet",
        "OIDC_STRONG_ACR": "urn:strong",
    }.items():
        monkeypatch.setenv(name, value)
    settings.SOCIALACCOUNT_PROVIDERS = identity.providers()
    return settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]


@pytest.fixture
def person(issuer):
    """Make a person known to the provider and return their subject."""

    def make(subject: str, **claims: object) -> str:
        requests.put(f"{issuer}/users/{subject}", json=claims, timeout=60).raise_for_status()
        return subject

    return make


def sign_in(client, subject, next_url=""):
    """Do by hand what the browser does: to the provider, its form, and back."""
    sent_on = client.post(START + (f"?next={next_url}" if next_url else ""))
    assert sent_on.status_code == 302
    allowed = requests.post(sent_on["Location"], data={"sub": subject}, allow_redirects=False, timeout=60)
    back = urlsplit(allowed.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def is_signed_in(client):
    return client.get("/konto/").status_code == 200


def test_the_sign_in_page_offers_the_provider(client, db, provider):
    assert "Logga in med Region Exempel" in client.get("/konto/logga-in/").content.decode()


def test_a_person_with_an_account_and_a_verified_address_signs_in(client, outsider, provider, person):
    subject = person("kim", email=outsider.email, email_verified=True, name="Kim")

    response = sign_in(client, subject, "/konto/namn/")

    assert response["Location"] == "/konto/namn/"
    assert is_signed_in(client)


def test_the_state_and_the_code_verifier_go_along(client, db, provider):
    query = parse_qs(urlsplit(client.post(START)["Location"]).query)

    assert query["state"][0]
    assert query["code_challenge_method"] == ["S256"]
    assert query["client_id"] == ["portalen"]


def test_nothing_of_what_the_provider_tells_is_kept(client, outsider, provider, person):
    subject = person("19811218-9876", email=outsider.email, email_verified=True, ssn="19811218-9876")

    sign_in(client, subject)

    account = SocialAccount.objects.get(user=outsider)
    assert account.extra_data == {}
    assert "9876" not in account.uid
    assert len(account.uid) == 64


def test_next_time_the_id_is_recognised_even_when_the_address_has_changed(client, outsider, provider, person):
    sign_in(client, person("kim2", email=outsider.email, email_verified=True))
    client.post("/konto/logga-ut/")

    sign_in(client, person("kim2", email="nytt@example.org", email_verified=True))

    assert is_signed_in(client)
    assert SocialAccount.objects.count() == 1


def test_a_person_without_an_account_gets_none(client, outsider, provider, person):
    response = sign_in(client, person("okand", email="okand@example.org", email_verified=True))

    assert response.status_code == 403
    assert "Du har inget konto här än" in response.content.decode()
    assert "okand@example.org" not in response.content.decode()
    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_an_address_the_provider_does_not_vouch_for_opens_nothing(client, outsider, provider, person):
    response = sign_in(client, person("falsk", email=outsider.email, email_verified=False))

    assert response.status_code == 403
    assert outsider.email not in response.content.decode()
    assert not is_signed_in(client)


def test_a_provider_that_guarantees_every_address_may_be_trusted(client, outsider, provider, person):
    provider["settings"]["verified_email"] = True

    sign_in(client, person("sakert", email=outsider.email))

    assert is_signed_in(client)


def test_an_account_that_is_closed_stays_closed(client, outsider, provider, person):
    User.objects.filter(pk=outsider.pk).update(is_active=False)

    sign_in(client, person("stangd", email=outsider.email, email_verified=True))

    assert not is_signed_in(client)


def test_an_answer_nobody_asked_for_is_refused(client, outsider, provider):
    response = client.get("/konto/region/oidc/oidc/svar/?code=abc&state=made-up")

    assert response.status_code == 403
    assert "Det gick inte att logga in" in response.content.decode()


def test_an_answer_meant_for_another_browser_is_refused(client, outsider, provider, person):
    subject = person("kim3", email=outsider.email, email_verified=True)
    sent_on = client.post(START)
    allowed = requests.post(sent_on["Location"], data={"sub": subject}, allow_redirects=False, timeout=60)
    back = urlsplit(allowed.headers["Location"])
    other = type(client)()

    assert other.get(f"{back.path}?{back.query}").status_code == 403
    assert not is_signed_in(other)


def test_a_made_up_code_is_refused_without_a_word_of_the_providers(client, outsider, provider):
    state = parse_qs(urlsplit(client.post(START)["Location"]).query)["state"][0]

    response = client.get(f"/konto/region/oidc/oidc/svar/?code=made-up&state={state}")

    assert response.status_code == 403
    assert not is_signed_in(client)


def test_a_person_who_says_no_at_the_provider_comes_back_calmly(client, outsider, provider):
    state = parse_qs(urlsplit(client.post(START)["Location"]).query)["state"][0]

    response = client.get(f"/konto/region/oidc/oidc/svar/?error=access_denied&state={state}")

    assert response["Location"] == "/konto/region/avbrutet/"
    assert "Du avbröt" in client.get(response["Location"]).content.decode()


def test_a_provider_that_is_away_gives_a_calm_page(client, db, provider):
    provider["settings"]["server_url"] = "http://127.0.0.1:9"

    response = client.post(START)

    assert response.status_code == 403
    assert "Det gick inte att logga in" in response.content.decode()


def test_signing_in_begins_by_a_button_not_by_a_link(client, db, provider):
    response = client.get(START)

    assert "127.0.0.1" not in response.get("Location", "")


def test_an_account_cannot_be_connected_from_the_inside(client, outsider, provider, person):
    client.force_login(outsider)
    subject = person("annan", email="annan@example.org", email_verified=True)
    sent_on = client.post(START + "?process=connect")
    allowed = requests.post(sent_on["Location"], data={"sub": subject}, allow_redirects=False, timeout=60)
    back = urlsplit(allowed.headers["Location"])

    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("provider_id", ["annan", "saml"])
def test_a_provider_nobody_configured_is_not_there(client, db, provider, provider_id):
    assert client.post(f"/konto/region/oidc/{provider_id}/").status_code == 404


@pytest.mark.parametrize(
    ("claims", "is_strong"),
    [
        ({"acr": "urn:strong"}, True),
        ({"amr": ["pwd", "urn:strong"]}, True),
        ({"acr": "urn:weak", "amr": "pwd"}, False),
        ({}, False),
    ],
)
def test_the_provider_says_how_strong_the_sign_in_was(
    client, coordinator, provider, person, settings, claims, is_strong
):
    settings.REQUIRE_SECOND_FACTOR = True

    sign_in(client, person("chef", email=coordinator.email, email_verified=True, **claims))

    assert client.session[strength.SESSION_KEY] == is_strong
    assert (client.get("/konto/namn/").status_code == 200) == is_strong


def test_a_strong_sign_in_does_not_outlive_its_session(client, coordinator, provider, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    session = client.session
    session[strength.SESSION_KEY] = True
    session.save()

    client.post("/konto/logga-in/", {"login": coordinator.email, "password": "en-lang-losenfras"})

    assert client.get("/konto/namn/")["Location"] == "/konto/andra-faktor/"
