"""An expired session never loses text."""

from urllib.parse import unquote

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from accounts import lost_text
from tests.accounts import lost_text_pages
from tests.accounts.conftest import PASSWORD, code_in
from tests.accounts.test_second_factor import SECRET, code_now

NAME_PAGE = "/konto/namn/"


@pytest.fixture
def left_open(sign_in, outsider):
    """A browser whose session has ended while a page was open."""
    client = sign_in(outsider)
    client.get(NAME_PAGE)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def back_again(client, user, response, password=PASSWORD):
    return client.post(response["Location"], {"login": user.email, "password": password})


def test_the_form_comes_back_filled_after_signing_in(left_open, outsider):
    refused = left_open.post(NAME_PAGE, {"name": "Ett långt <namn> & mer"})
    assert refused["Location"].startswith("/konto/logga-in/?next=")

    signed_in = back_again(left_open, outsider, refused)
    page = left_open.get(signed_in["Location"])

    body = page.content.decode()
    assert 'value="Ett långt &lt;namn&gt; &amp; mer"' in body
    assert "Det du skrev finns kvar." in body
    assert "no-store" in page["Cache-Control"]
    outsider.refresh_from_db()
    assert outsider.name == "Ute Utanför"


def test_the_way_through_a_second_factor_loses_nothing_either(client, outsider):
    TOTP.activate(outsider, SECRET)
    client.force_login(outsider)
    client.get(NAME_PAGE)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    refused = client.post(NAME_PAGE, {"name": "En lång mening"})

    asked = back_again(client, outsider, refused)
    assert asked["Location"].startswith("/konto/sakerhet/kontroll/")
    signed_in = client.post(asked["Location"], {"code": code_now()})

    assert 'value="En lång mening"' in client.get(signed_in["Location"]).content.decode()


def test_signing_in_by_a_code_in_the_mail_loses_nothing_either(left_open, outsider, sent):
    refused = left_open.post(NAME_PAGE, {"name": "En lång mening"})
    onward = refused["Location"].partition("?")[2]
    page = left_open.get(refused["Location"]).content.decode()
    assert f'href="/konto/kod/?{onward}"' in page

    [message] = sent(lambda: left_open.post(f"/konto/kod/?{onward}", {"email": outsider.email}))
    signed_in = left_open.post(f"/konto/kod/skriv/?{onward}", {"code": code_in(message)})

    assert 'value="En lång mening"' in left_open.get(signed_in["Location"]).content.decode()


def test_nothing_readable_leaves_the_request(left_open):
    refused = left_open.post(NAME_PAGE, {"name": "Hemlig mening"})

    [key] = cache._cache.get_client().keys("*lost-text*")
    stored = cache._cache.get_client().get(key)
    assert b"Hemlig" not in stored
    assert "Hemlig" not in refused["Location"]
    cookie = refused.cookies["kept-text"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 60
    assert "Hemlig" not in cookie.value


def test_another_person_in_the_same_browser_sees_nothing(left_open, editor):
    refused = left_open.post(NAME_PAGE, {"name": "Hemlig mening"})

    signed_in = back_again(left_open, editor, refused)

    assert "Hemlig mening" not in left_open.get(signed_in["Location"]).content.decode()


def test_the_same_person_in_another_browser_sees_nothing(left_open, outsider):
    refused = left_open.post(NAME_PAGE, {"name": "Hemlig mening"})

    signed_in = back_again(Client(), outsider, refused)
    other = Client()
    other.force_login(outsider)

    assert "Hemlig mening" not in other.get(signed_in["Location"]).content.decode()


def test_the_text_belongs_to_its_page(left_open, outsider):
    refused = left_open.post(NAME_PAGE, {"name": "Hemlig mening"})
    signed_in = back_again(left_open, outsider, refused)

    moved = signed_in["Location"].replace(NAME_PAGE, "/konto/e-post/")

    assert "Hemlig mening" not in left_open.get(moved).content.decode()


def test_the_text_is_gone_after_half_an_hour(left_open, outsider):
    refused = left_open.post(NAME_PAGE, {"name": "Hemlig mening"})

    [key] = cache._cache.get_client().keys("*lost-text*")
    assert 0 < cache._cache.get_client().ttl(key) <= 30 * 60
    cache.clear()
    signed_in = back_again(left_open, outsider, refused)
    assert "Hemlig mening" not in left_open.get(signed_in["Location"]).content.decode()


def test_a_browser_nobody_has_signed_in_with_keeps_nothing(client, db):
    refused = client.post(NAME_PAGE, {"name": "Plantera"})

    assert refused["Location"] == "/konto/logga-in/?next=%2Fkonto%2Fnamn%2F"
    assert "kept-text" not in refused.cookies


def test_a_forged_mark_opens_nothing(client, outsider):
    client.cookies["last-user"] = "0" * 64
    refused = client.post(NAME_PAGE, {"name": "Plantera"})

    signed_in = back_again(client, outsider, refused)

    assert "Plantera" not in client.get(signed_in["Location"]).content.decode()


@pytest.mark.parametrize("change", ["cookie", "id", "bytes"])
def test_whatever_is_tampered_with_nothing_breaks_and_nothing_shows(left_open, outsider, change):
    refused = left_open.post(NAME_PAGE, {"name": "Hemlig mening"})
    signed_in = back_again(left_open, outsider, refused)
    address = signed_in["Location"]
    if change == "cookie":
        left_open.cookies["kept-text"] = "å-inte-en-nyckel"
    elif change == "id":
        address = address[:-3] + "\x00%F0"
    else:
        raw = cache._cache.get_client()
        [key] = raw.keys("*lost-text*")
        cache.set(key.decode().split(":", 2)[2], b"x" * 40)

    page = left_open.get(address)

    assert page.status_code == 200
    assert "Hemlig mening" not in page.content.decode()


def test_passwords_codes_and_tokens_are_never_kept(left_open):
    fields = {
        "oldpassword": "hemligt",
        "password1": "x",
        "code": "1",
        "credential": "{}",
        "access_token": "t",
    }

    refused = left_open.post("/konto/losenord/byt/", fields)

    assert "kept-text" not in refused.cookies
    assert not cache._cache.get_client().keys("*lost-text*")


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/json"},
        {"X-Requested-With": "XMLHttpRequest"},
        {"HX-Request": "true"},
        {"Sec-Fetch-Dest": "empty"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_script_gets_401_in_json_and_never_a_redirect(client, db, headers, method):
    response = getattr(client, method)(NAME_PAGE, headers=headers)

    assert response.status_code == 401
    assert response.json() == {"error": "signed_out", "sign_in": "/konto/logga-in/"}


def test_a_person_reading_gets_the_sign_in_page_and_comes_back(client, outsider):
    response = client.get("/konto/namn/?a=b", headers={"Accept": "text/html,application/json"})

    assert response["Location"] == "/konto/logga-in/?next=%2Fkonto%2Fnamn%2F%3Fa%3Db"
    assert back_again(client, outsider, response)["Location"] == "/konto/namn/?a=b"


# --- a token from before a new sign-in ----------------------------------------------------------


@pytest.fixture
def strict(outsider):
    """A signed-in browser whose forms are checked as in real life."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider)
    client.get(NAME_PAGE)
    return client


def test_a_form_from_before_a_new_sign_in_comes_back_filled(strict):
    refused = strict.post(NAME_PAGE, {"name": "Ny mening"}, headers={"Origin": "http://testserver"})

    assert refused.status_code == 302
    assert 'value="Ny mening"' in strict.get(refused["Location"]).content.decode()


def test_another_site_cannot_plant_text(strict):
    refused = strict.post(NAME_PAGE, {"name": "Plantera"}, headers={"Origin": "https://evil.example.org"})

    assert refused.status_code == 403
    assert "kept-text" not in refused.cookies


def test_a_browser_that_sends_no_origin_must_say_same_site(strict):
    planted = strict.post(NAME_PAGE, {"name": "Plantera"})
    own = strict.post(NAME_PAGE, {"name": "Egen"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert (planted.status_code, own.status_code) == (403, 302)


def test_a_script_with_an_old_token_is_told_so(strict):
    refused = strict.post(NAME_PAGE, {"name": "x"}, headers={"HX-Request": "true"})

    assert (refused.status_code, refused.json()) == (403, {"error": "stale_token"})


def test_an_expired_session_and_an_old_token_together_still_lose_nothing(strict, outsider):
    del strict.cookies[settings.SESSION_COOKIE_NAME]
    refused = strict.post(NAME_PAGE, {"name": "Ny mening"}, headers={"Origin": "http://testserver"})
    assert refused["Location"].startswith("/konto/logga-in/")

    strict.force_login(outsider)
    target = refused["Location"].partition("next=")[2]

    assert 'value="Ny mening"' in strict.get(unquote(target)).content.decode()


def test_a_public_form_with_an_old_token_gets_the_calm_page(strict, db):
    client = Client(enforce_csrf_checks=True)

    refused = client.post("/konto/logga-in/", {"login": "x"}, headers={"Origin": "http://testserver"})

    assert refused.status_code == 403
    assert "öppen för länge" in refused.content.decode()


# --- pages of every kind --------------------------------------------------------------------------


@pytest.fixture
def other_pages():
    """Pages that behave as other rooms' may (``lost_text_pages``)."""
    with override_settings(ROOT_URLCONF=lost_text_pages.__name__):
        yield


def restored(left_open, user, address, fields, **extra):
    refused = left_open.post(address, fields, **extra)
    signed_in = back_again(left_open, user, refused)
    return left_open.get(signed_in["Location"])


def test_a_form_that_sends_itself_elsewhere_comes_back_on_its_own_page(left_open, outsider, other_pages):
    headers = {"Referer": "http://testserver/prov/elsewhere/?steg=2"}

    page = restored(left_open, outsider, "/prov/only-post/", {"note": "En notering"}, headers=headers)

    assert page.wsgi_request.path == "/prov/elsewhere/"
    assert page.wsgi_request.GET["steg"] == "2"
    assert ">\nEn notering</textarea>" in page.content.decode()


def test_text_whose_page_cannot_be_opened_is_shown_by_itself(left_open, outsider, other_pages):
    page = restored(left_open, outsider, "/prov/only-post/", {"note": "En notering"})

    assert "En notering" in page.content.decode()
    assert page.status_code == 200


def test_a_referer_from_another_site_or_to_nowhere_is_ignored(left_open, outsider, other_pages):
    for referer in ("https://evil.example.org/prov/elsewhere/", "http://testserver/finns/inte/"):
        refused = left_open.post("/prov/only-post/", {"note": "x"}, headers={"Referer": referer})
        assert "only-post" in refused["Location"]


def test_words_without_a_field_are_shown_and_files_are_asked_for_again(left_open, outsider, other_pages):
    fields = {
        "note": "En notering",
        "gone": "Ett fält som inte finns",
        "file": SimpleUploadedFile("a.txt", b"hemligt"),
    }

    body = restored(left_open, outsider, "/prov/elsewhere/", fields).content.decode()

    assert "Ett fält som inte finns" in body
    assert "Filer måste du välja igen." in body
    assert "hemligt" not in body


def test_a_view_may_fill_its_form_itself(left_open, outsider, other_pages):
    body = restored(left_open, outsider, "/prov/by-itself/", {"note": "En notering"}).content.decode()

    assert "<p>En notering</p>" in body
    assert "Det du skrev finns kvar." in body
    assert "fick inte plats" not in body


def test_a_text_too_large_for_any_form_is_not_kept(left_open):
    refused = left_open.post(NAME_PAGE, {"name": "x" * (lost_text.LARGEST + 1)})

    assert "kept-text" not in refused.cookies


def test_the_mark_of_the_last_user_says_nothing_and_is_set_once(sign_in, outsider):
    client = sign_in(outsider)
    mark = client.cookies["last-user"]

    assert str(outsider.pk) != mark.value
    assert outsider.email not in mark.value
    assert mark["httponly"]
    assert "last-user" not in client.get("/konto/").cookies


def test_behind_tls_the_cookies_are_secure_and_cannot_be_forged_by_a_subdomain(settings):
    settings.SESSION_COOKIE_SECURE = True

    assert lost_text.cookie_name("last-user") == "__Host-last-user"


TYPED = {"title": "Öppet <hus> i Gävle", "slug": "ett-ord", "new_password": "hemligt med mellanslag"}


@pytest.mark.parametrize(
    ("persona", "address", "status"),
    [
        ("coordinator", "/kalender/arbete/999999/andra/", 404),
        ("outsider", "/organisationer/kommuner/ny/", 403),
    ],
)
def test_sentences_for_a_page_that_has_gone_are_given_back(persona, address, status, request, sign_in):
    client = sign_in(request.getfixturevalue(persona))

    page = client.post(address, TYPED)

    body = page.content.decode()
    assert page.status_code == status
    assert "Det du skickade kom inte fram." in body
    assert "Här är det du skrev. Det är inte sparat." in body
    assert '<blockquote class="kept-words">Öppet &lt;hus&gt; i Gävle</blockquote>' in body
    assert "css/forms" in body, "the words stand in a box of their own"
    assert "hemligt" not in body
    assert "no-store" in page["Cache-Control"]


def test_an_address_that_never_was_shows_nothing_of_what_was_sent(sign_in, coordinator):
    # Anybody can make a browser send words there.
    page = sign_in(coordinator).post("/finns-inte/", TYPED)

    assert page.status_code == 404
    assert "hus&gt;" not in page.content.decode()
