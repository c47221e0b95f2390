"""Sign-in through SAML: right answers are accepted, wrong ones refused."""

import datetime as dt

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts import providers, strength
from accounts.models import User
from inflytande.settings import identity
from tests.accounts.saml_provider import ENTITY_ID, SSO_URL, Answer, Keys, encoded, request_in, sign

START = "/konto/region/saml/saml/"
ACS = "/konto/region/saml/saml/svar/"
SP = "http://portal.example.org/konto/region/saml/saml/metadata/"
LONG = dt.timedelta(days=1)


def visitor():
    """A browser at an address with a dot in it: SAML refuses others."""
    return Client(headers={"host": "portal.example.org"})


@pytest.fixture
def client():
    return visitor()


@pytest.fixture(scope="module")
def keys():
    return Keys.make()


@pytest.fixture(scope="module")
def strange_keys():
    return Keys.make()


@pytest.fixture
def provider(keys, settings, monkeypatch):
    for name, value in {
        "SAML_IDP_ENTITY_ID": ENTITY_ID,
        "SAML_IDP_SSO_URL": SSO_URL,
        "SAML_IDP_X509CERT": keys.certificate,
        "SAML_NAME": "Region Exempel",
        "SAML_STRONG_CONTEXTS": "urn:strong",
    }.items():
        monkeypatch.setenv(name, value)
    settings.SOCIALACCOUNT_PROVIDERS = identity.providers()


@pytest.fixture
def ask(client, provider):
    """Begin a sign-in and return a right answer to it, to be spoiled by the test."""

    def begin(user, browser=client, **wrong):
        question = request_in(browser.post(f"{START}?next=/konto/namn/")["Location"])
        right = {
            "email": user.email,
            "in_response_to": question.get("ID"),
            "audience": SP,
            "destination": f"http://portal.example.org{ACS}",
        }
        return Answer(**{**right, **wrong})

    return begin


def deliver(browser, xml):
    """The provider's page posts from another site: no cookie of ours comes along, then the portal redirects."""
    session = browser.cookies.pop("sessionid", None)
    parked = browser.post(ACS, {"SAMLResponse": encoded(xml)})
    if session:
        browser.cookies["sessionid"] = session.value
    return browser.get(parked["Location"])


def is_signed_in(browser):
    return browser.get("/konto/").status_code == 200


def test_a_right_answer_signs_in_and_goes_where_the_person_was_going(client, outsider, ask, keys):
    response = deliver(client, sign(ask(outsider).xml(), keys))

    assert response["Location"] == "/konto/namn/"
    assert is_signed_in(client)


def test_nothing_of_what_the_provider_tells_is_kept(client, outsider, ask, keys):
    deliver(client, sign(ask(outsider, subject="19811218-9876").xml(), keys))

    account = SocialAccount.objects.get(user=outsider)
    assert account.extra_data == {}
    assert "9876" not in account.uid


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "https://another.example.org/"},
        {"starts": -LONG},
        {"starts": LONG},
        {"issuer": "https://evil.example.org/"},
        {"destination": "https://another.example.org/svar/"},
        {"in_response_to": "ONELOGIN_made_up"},
        {"in_response_to": ""},
    ],
    ids=["audience", "expired", "not yet", "issuer", "destination", "another question", "unasked"],
)
def test_a_wrong_answer_is_refused(client, outsider, ask, keys, wrong):
    # The same answer, unspoiled, is accepted: the refusal is for this fault alone.
    other = visitor()
    assert deliver(other, sign(ask(outsider, other).xml(), keys))["Location"] == "/konto/namn/"

    response = deliver(client, sign(ask(outsider, **wrong).xml(), keys))

    assert response.status_code == 403
    assert outsider.email not in response.content.decode()
    assert "Det gick inte att logga in" in response.content.decode()
    assert not is_signed_in(client)


def test_an_unsigned_answer_is_refused(client, outsider, ask):
    assert deliver(client, ask(outsider).xml()).status_code == 403
    assert not is_signed_in(client)


def test_an_answer_signed_with_a_strange_key_is_refused(client, outsider, ask, strange_keys):
    assert deliver(client, sign(ask(outsider).xml(), strange_keys)).status_code == 403


def test_an_answer_changed_after_signing_is_refused(client, outsider, administrator, ask, keys):
    xml = sign(ask(outsider).xml(), keys).replace(outsider.email, administrator.email)

    assert deliver(client, xml).status_code == 403


def test_an_unsigned_assertion_beside_the_signed_one_is_refused(client, outsider, administrator, ask, keys):
    answer = ask(outsider)
    signed = sign(answer.xml(), keys)
    forged = Answer(**{**vars(answer), "email": administrator.email, "assertion_id": "_forged"}).xml()
    extra = forged[forged.index("<saml:Assertion") : forged.index("</samlp:Response>")]

    xml = signed.replace("<saml:Assertion", extra + "<saml:Assertion", 1)

    assert deliver(client, xml).status_code == 403


def test_an_answer_works_once_in_the_browser_that_asked(client, outsider, ask, keys):
    xml = sign(ask(outsider).xml(), keys)
    deliver(client, xml)
    client.post("/konto/logga-ut/")

    assert deliver(client, xml).status_code == 403
    assert not is_signed_in(client)


def test_a_used_assertion_is_refused_even_with_the_question_still_open(
    client, outsider, ask, keys, monkeypatch
):
    """The memory of used ids holds by itself, not only because the question was answered."""
    answer = ask(outsider)
    deliver(client, sign(answer.xml(), keys))
    client.post("/konto/logga-ut/")
    again = ask(outsider, assertion_id=answer.assertion_id)

    assert deliver(client, sign(again.xml(), keys)).status_code == 403


def test_a_used_assertion_is_remembered_longer_than_it_lives(client, outsider, ask, keys):
    deliver(client, sign(ask(outsider, lasts=dt.timedelta(days=9)).xml(), keys))

    [key] = cache._cache.get_client().keys("*saml-assertion*")
    assert cache._cache.get_client().ttl(key) > 9 * 24 * 60 * 60


def test_a_stolen_answer_is_worthless_in_another_browser(client, outsider, ask, keys):
    thief = visitor()

    assert deliver(thief, sign(ask(outsider).xml(), keys)).status_code == 403
    assert not is_signed_in(thief)


@pytest.mark.parametrize("posted", ["", "nonsense", "PHhtbC8+", "%%%"])
def test_nonsense_is_refused_calmly(client, db, provider, posted):
    parked = client.post(ACS, {"SAMLResponse": posted})

    assert client.get(parked["Location"]).status_code == 403


def test_nobody_fills_the_portals_memory_with_answers(client, db, provider, monkeypatch):
    monkeypatch.setattr(providers, "ANSWERS_A_MINUTE", 2)
    assert client.post(ACS, {"SAMLResponse": "x" * 200_001}).status_code == 403
    assert not Session.objects.exists()
    answers = [client.post(ACS, {"SAMLResponse": "x"}).status_code for _ in range(3)]
    assert answers == [302, 302, 403]


def test_no_script_reads_the_key_to_a_parked_answer(client, db, provider):
    [cookie] = client.post(ACS, {"SAMLResponse": "x"}).cookies.values()

    assert cookie["httponly"]
    assert cookie["path"] == f"{ACS}klart/"


def test_coming_to_the_last_step_with_nothing_is_refused(client, db, provider):
    assert client.get(f"{ACS}klart/").status_code == 403


def test_an_address_the_provider_does_not_vouch_for_opens_nothing(client, outsider, ask, keys):
    assert deliver(client, sign(ask(outsider, verified="false").xml(), keys)).status_code == 403


def test_a_person_without_an_account_gets_none(client, outsider, ask, keys):
    response = deliver(client, sign(ask(outsider, email="okand@example.org").xml(), keys))

    assert "Du har inget konto här än" in response.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize(("said", "is_strong"), [("urn:strong", True), ("urn:weak", False)])
def test_the_provider_says_how_strong_the_sign_in_was(
    client, coordinator, ask, keys, settings, said, is_strong
):
    settings.REQUIRE_SECOND_FACTOR = True

    deliver(client, sign(ask(coordinator, context=said).xml(), keys))

    assert client.session[strength.SESSION_KEY] == is_strong
    assert (client.get("/konto/namn/").status_code == 200) == is_strong


def test_the_metadata_tells_where_answers_go_and_offers_no_single_logout(client, db, provider):
    response = client.get("/konto/region/saml/saml/metadata/")

    body = response.content.decode()
    assert f"http://portal.example.org{ACS}" in body
    assert "SingleLogoutService" not in body
    assert client.get("/konto/region/saml/saml/ut/").status_code == 404


def test_nothing_is_open_when_nothing_is_configured(client, db):
    for path in (START, f"{ACS}klart/", "/konto/region/saml/saml/metadata/"):
        assert client.get(path).status_code == 404
    assert identity.providers() == {}
    assert identity.form_origins() == []


def test_settings_that_lack_something_say_what(monkeypatch):
    monkeypatch.setenv("SAML_IDP_ENTITY_ID", ENTITY_ID)

    with pytest.raises(ImproperlyConfigured, match="SAML_IDP_METADATA_URL"):
        identity.providers()


def test_settings_for_both_protocols_and_where_forms_may_lead(monkeypatch):
    for name, value in {
        "OIDC_ISSUER": "https://login.example.org/realm/",
        "OIDC_CLIENT_ID": "portalen",
        "OIDC_CLIENT_SECRET": "provhemlighet",
        "OIDC_STRONG_ACR": "urn:a, urn:b",
        "SAML_IDP_ENTITY_ID": ENTITY_ID,
        "SAML_IDP_METADATA_URL": "https://idp.example.org/metadata",
        "SAML_EMAIL_ATTRIBUTE": "mail",
        "IDENTITY_PROVIDER_ORIGINS": "https://idp.example.org",
    }.items():
        monkeypatch.setenv(name, value)

    found = identity.providers()

    oidc = found["openid_connect"]["APPS"][0]
    assert oidc["settings"]["server_url"] == "https://login.example.org/realm"
    assert oidc["settings"]["strong"] == ["urn:a", "urn:b"]
    saml = found["saml"]["APPS"][0]["settings"]
    assert saml["idp"]["metadata_url"] == "https://idp.example.org/metadata"
    assert saml["attribute_mapping"]["email"] == "mail"
    assert identity.form_origins() == ["https://idp.example.org", "https://login.example.org"]
