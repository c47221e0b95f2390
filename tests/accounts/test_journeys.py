"""Signing in as people do it, in a browser."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.services import invite_person
from tests.accounts.conftest import PASSWORD, code_in, link_in
from tests.accounts.test_second_factor import code_now
from tests.browser import assert_accessible_at_both_widths

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    """The portal under a name: passkeys refuse bare numbers."""
    settings.PORTAL_ORIGIN = live_server.url.replace("127.0.0.1", "localhost")
    return str(settings.PORTAL_ORIGIN)


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sign_in_by_password(page: Page, address: str, user: User) -> None:
    page.goto(f"{address}/konto/logga-in/")
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    press(page, "Logga in")


def test_an_invited_person_makes_an_account_by_keyboard(
    page: Page, address: str, administrator: User
) -> None:
    # Given an invitation in the mailbox
    invite_person(
        email="noa@example.org",
        name="Noa Nyberg",
        grants=[{"role": "portal_role", "scope": "editor"}],
        actor=administrator,
    )

    # When the person opens the link, keeps the name and chooses a password
    page.goto(address + link_in(mail.outbox[0]))
    assert_accessible_at_both_widths(page)
    expect(page.get_by_label("Ditt namn")).to_have_value("Noa Nyberg")
    page.get_by_label("Ditt namn").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("ett-langt-losenord")
    page.keyboard.press("Enter")

    # Then they are signed in, have the role, and the link is used up
    expect(page).to_have_url(f"{address}/oversikt/")
    assert User.objects.get(email="noa@example.org").has_perm("accounts.invite_user") is False
    page.goto(f"{address}/konto/")
    expect(page.get_by_text("noa@example.org")).to_be_visible()
    page.context.clear_cookies()
    page.goto(address + link_in(mail.outbox[0]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbjudan är redan använd")
    assert_accessible_at_both_widths(page)


def test_a_coordinator_gets_a_second_factor_and_uses_it(
    page: Page, address: str, coordinator: User, settings: Any
) -> None:
    # Given a portal where the role needs a second factor
    settings.REQUIRE_SECOND_FACTOR = True

    # When the coordinator signs in by password and connects an app
    sign_in_by_password(page, address, coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Skaffa en andra faktor")
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Koppla en app").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Koden som appen visar").fill("000 000")
    press(page, "Koppla appen")
    expect(page.get_by_role("alert")).to_contain_text("Koden stämmer inte")
    assert page.locator("code.secret").inner_text() == secret
    page.get_by_label("Koden som appen visar").fill(code_now(secret))
    press(page, "Koppla appen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dina reservkoder")
    assert_accessible_at_both_widths(page)
    recovery = page.locator("main code").first.inner_text()
    page.get_by_role("link", name="Jag har sparat koderna").click()
    expect(page).to_have_url(f"{address}/oversikt/")

    # Then the next sign-in asks for it, and a recovery code stands in for the phone
    page.context.clear_cookies()
    sign_in_by_password(page, address, coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bekräfta att det är du")
    assert_accessible_at_both_widths(page)
    page.get_by_label("Kod").fill(recovery)
    press(page, "Logga in")
    expect(page).to_have_url(f"{address}/oversikt/")
    page.goto(f"{address}/konto/sakerhet/")
    assert_accessible_at_both_widths(page)


def test_a_person_signs_in_by_a_code_in_the_mail(page: Page, address: str, outsider: User) -> None:
    # Given somebody who wants no password
    page.goto(f"{address}/konto/logga-in/")
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Få en kod med e-post").click()
    assert_accessible_at_both_widths(page)

    # When they ask for a code, mistype it and then type it right
    page.get_by_label("E-postadress").fill(outsider.email)
    press(page, "Skicka koden")
    page.get_by_label("Kod").fill("1111-2222")
    press(page, "Logga in")
    expect(page.get_by_role("alert")).to_contain_text("Koden stämmer inte")
    assert_accessible_at_both_widths(page)
    page.get_by_label("Kod").fill(code_in(mail.outbox[0]))
    press(page, "Logga in")

    # Then they are in
    expect(page).to_have_url(f"{address}/oversikt/")
    assert mail.outbox[0].subject == "Din kod"


def test_a_passkey_is_saved_and_signs_in_alone(
    page: Page, address: str, coordinator: User, settings: Any
) -> None:
    # Given a device that can hold passkeys
    settings.REQUIRE_SECOND_FACTOR = True
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)

    # When the coordinator saves one
    sign_in_by_password(page, address, coordinator)
    page.get_by_role("link", name="Spara en nyckel").click()
    assert_accessible_at_both_widths(page)
    page.get_by_label("Vad ska nyckeln heta?").fill("Min mobil")
    press(page, "Spara nyckeln")
    page.get_by_role("link", name="Jag har sparat koderna").click()
    expect(page).to_have_url(f"{address}/oversikt/")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Min mobil"

    # Then it signs in without a password and opens what the role needs
    page.context.clear_cookies()
    page.goto(f"{address}/konto/logga-in/?next=/konto/sakerhet/")
    press(page, "Logga in med en nyckel")
    expect(page.locator("strong", has_text="Min mobil")).to_be_visible()
    expect(page).to_have_url(f"{address}/konto/sakerhet/")
    assert_accessible_at_both_widths(page)
    assert faults == []

    # And it can be given another name, but not removed while the role needs it
    page.get_by_role("link", name="Byt namn på Min mobil").click()
    page.get_by_label("Nyckelns namn").fill("Jobbmobilen")
    press(page, "Spara")
    page.goto(f"{address}/konto/bekrafta/nyckel/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Visa nyckeln igen")
    assert_accessible_at_both_widths(page)
    page.goto(f"{address}/konto/sakerhet/")
    page.get_by_role("link", name="Ta bort Jobbmobilen").click()
    assert_accessible_at_both_widths(page)
    press(page, "Ta bort nyckeln")
    expect(page.get_by_text("Din roll kräver en andra faktor.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_expired_session_loses_no_text(
    browser: Browser, address: str, outsider: User, *, script: bool
) -> None:
    # Given somebody who writes while the session ends
    context = browser.new_context(java_script_enabled=script, locale="sv-SE")
    page = context.new_page()
    sign_in_by_password(page, address, outsider)
    page.goto(f"{address}/konto/namn/")
    page.get_by_label("Namn").fill("Ett namn som tog tid att skriva")
    for session in UserSession.objects.all():
        session.end()

    # When they send the form and sign in again
    press(page, "Spara namnet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    page.get_by_label("E-postadress").fill(outsider.email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    press(page, "Logga in")

    # Then the form is filled, says so, and can be sent
    expect(page.get_by_label("Namn")).to_have_value("Ett namn som tog tid att skriva")
    expect(page.get_by_text("Det du skrev finns kvar.")).to_be_visible()
    if script:
        assert_accessible_at_both_widths(page)
    press(page, "Spara namnet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mitt konto")
    outsider.refresh_from_db()
    assert outsider.name == "Ett namn som tog tid att skriva"
    context.close()


def test_a_script_that_saves_after_the_session_ended_is_told_so(
    page: Page, address: str, outsider: User
) -> None:
    # Given a page whose script saves while one writes
    sign_in_by_password(page, address, outsider)
    page.goto(f"{address}/konto/namn/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    # When it saves after the session ended
    answer = page.evaluate(
        """async () => {
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          const response = await fetch(location.href, {
            method: "POST",
            headers: { "X-CSRFToken": token },
            body: new URLSearchParams({ name: "x" }),
          });
          return [response.status, response.redirected, (await response.json()).error];
        }"""
    )

    # Then the answer cannot be taken for success
    assert answer == [401, False, "signed_out"]


def test_every_page_of_ones_own_account_is_sound(page: Page, address: str, administrator: User) -> None:
    sign_in_by_password(page, address, administrator)
    for path in (
        "",
        "namn/",
        "e-post/",
        "sessioner/",
        "sakerhet/app/",
        "losenord/byt/",
        "ta-bort/",
        "inbjudningar/",
        "inbjudningar/ny/",
        "personer/",
        "logga-ut/",
        "bekrafta/losenord/",
    ):
        page.goto(f"{address}/konto/{path}")
        assert_accessible_at_both_widths(page)
