"""The pages that no address opens by itself: errors, steps of signing in, what stands after a press."""

from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as portal_settings
from django.core import mail
from django.test import Client, override_settings
from django.test.signals import template_rendered
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services import invite_person
from calendar_app.models import Occurrence
from common.models import Edition
from common.swedish import today
from common.transitions import record_status
from pages.models import NewsPage
from revisions.models import UserAudit
from revisions.services.audits import cancel_audit
from tests.access.world import World
from tests.accounts.conftest import PASSWORD, code_in, link_in
from tests.accounts.test_second_factor import SECRET, _just_signed_in
from tests.browser import DESK, PHONE, page_faults, sideways
from tests.journeys import rare_urls
from tests.journeys.test_every_page_is_accessible import templates_walked
from tests.pages.editors import news_index

TEMPLATES = Path(portal_settings.BASE_DIR) / "templates"
#: Walks from page to page; yields the name of the template that the browser shows now.
Walk = Callable[[Page, str, World], Iterator[str]]


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def _become(page: Page, address: str, user: User, *, fresh: bool = True) -> None:
    client = Client()
    client.force_login(user)
    if fresh:
        _just_signed_in(client, user)
    page.context.clear_cookies()
    for name in client.cookies:
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def _sign_in(page: Page, address: str, user: User) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/konto/logga-in/")
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    _press(page, "Logga in")


def errors(page: Page, address: str, world: World) -> Iterator[str]:
    """What went wrong."""
    for path, template in (
        ("/prov/400/", "400.html"),
        ("/prov/500/", "500.html"),
        ("/finns-inte/", "404.html"),
        ("/prov/utan-konto/", "socialaccount/no_account.html"),
        ("/prov/haftet/", "associations/booklet_waits.html"),
        ("/konto/region/fel/", "socialaccount/authentication_error.html"),
        ("/kalender/2031-05.pdf", "calendar_app/editions/missing.html"),
        ("/kalender/brev/gissad/bekrafta/", "calendar_app/public/digest_gone.html"),
    ):
        page.goto(address + path)
        yield template
    _become(page, address, world.personas["outsider"])
    page.goto(f"{address}/konto/personer/")
    yield "403.html"


def forms_too_late_and_too_often(page: Page, address: str, world: World) -> Iterator[str]:
    """A form from before the cookie changed, and one sent too many times."""
    page.goto(f"{address}/konto/kod/")
    page.context.clear_cookies()
    page.get_by_label("E-postadress").fill("ny@example.org")
    _press(page, "Skicka koden")
    yield "403_csrf.html"
    page.goto(f"{address}/konto/logga-in/")
    for number in range(30):
        Client().post("/konto/logga-in/", {"login": f"a{number}@example.org", "password": "fel"})
    page.get_by_label("E-postadress").fill("ny@example.org")
    page.get_by_label("Lösenord", exact=True).fill("fel")
    _press(page, "Logga in")
    yield "429.html"


def letters(page: Page, address: str, world: World) -> Iterator[str]:
    """After a press on a page that a letter leads to."""
    page.goto(f"{address}/kalender/brev/{world.confirm_token}/bekrafta/")
    page.get_by_role("main").get_by_role("button").first.click()
    yield "calendar_app/public/digest_confirmed.html"
    page.goto(f"{address}/kalender/brev/{world.keep_token}/avsluta/")
    page.get_by_role("main").get_by_role("button").first.click()
    yield "calendar_app/public/digest_ended.html"


def invited(page: Page, address: str, world: World) -> Iterator[str]:
    """An invitation, for who has no account, for who has one, and when it is used."""
    administrator, outsider = world.personas["administrator"], world.personas["outsider"]
    for email, template in (
        ("ny@example.org", "accounts/invitation.html"),
        (outsider.email, "accounts/invitation_with_account.html"),
    ):
        mail.outbox.clear()
        invite_person(
            email=email,
            name="Noa Ny",
            grants=[{"role": "portal_role", "scope": "editor"}],
            actor=administrator,
        )
        page.goto(address + link_in(mail.outbox[0]))
        yield template
    _become(page, address, outsider)
    page.goto(address + link_in(mail.outbox[0]))
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto(address + link_in(mail.outbox[0]))
    yield "accounts/invitation_over.html"


def signing_in(page: Page, address: str, world: World) -> Iterator[str]:
    """By a code, with a new password, and with an app."""
    outsider = world.personas["outsider"]
    page.goto(f"{address}/konto/kod/")
    page.get_by_label("E-postadress").fill(outsider.email)
    _press(page, "Skicka koden")
    yield "account/confirm_login_code.html"
    mail.outbox.clear()
    page.context.clear_cookies()
    page.goto(f"{address}/konto/losenord/glomt/")
    page.get_by_label("E-postadress").fill(outsider.email)
    _press(page, "Skicka koden")
    yield "account/confirm_password_reset_code.html"
    page.get_by_label("Kod").fill(code_in(mail.outbox[0]))
    _press(page, "Fortsätt")
    yield "account/password_reset_from_key.html"
    TOTP.activate(outsider, SECRET)
    RecoveryCodes.activate(outsider)
    _sign_in(page, address, outsider)
    yield "mfa/authenticate.html"


def own_account(page: Page, address: str, world: World) -> Iterator[str]:
    """Factors, a first password, text whose page is gone, signing out and leaving."""
    outsider = world.personas["outsider"]
    TOTP.activate(outsider, SECRET)
    RecoveryCodes.activate(outsider)
    key = Authenticator.objects.create(
        user=outsider, type="webauthn", data={"name": "Min mobil", "credential": {}}
    )
    _become(page, address, outsider, fresh=False)
    page.goto(f"{address}/konto/bekrafta/kod/")
    yield "mfa/reauthenticate.html"
    _become(page, address, outsider)
    for path, template in (
        ("sakerhet/reservkoder/", "mfa/recovery_codes/index.html"),
        ("sakerhet/app/ta-bort/", "mfa/totp/deactivate_form.html"),
        (f"sakerhet/nycklar/{key.pk}/", "mfa/webauthn/edit_form.html"),
        (f"sakerhet/nycklar/{key.pk}/ta-bort/", "mfa/webauthn/authenticator_confirm_delete.html"),
        ("logga-ut/", "account/logout.html"),
    ):
        page.goto(f"{address}/konto/{path}")
        yield template
    yield from _text_whose_page_is_gone(page, address, outsider)
    outsider.set_unusable_password()
    outsider.save()
    _become(page, address, outsider)
    page.goto(f"{address}/konto/losenord/valj/")
    yield "account/password_set.html"
    page.goto(f"{address}/konto/ta-bort/")
    _press(page, "Ta bort mitt konto")
    yield "accounts/deleted.html"


def _text_whose_page_is_gone(page: Page, address: str, user: User) -> Iterator[str]:
    client = Client()
    client.force_login(user)
    client.get("/konto/")
    del client.cookies[portal_settings.SESSION_COOKIE_NAME]
    refused = client.post("/konto/sessioner/logga-ut-overallt/", {"note": "Det jag skrev"})
    client.force_login(user)
    for name in client.cookies:
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    page.goto(f"{address}{refused['Location']}")
    yield "accounts/lost_text.html"


def working(page: Page, address: str, world: World) -> Iterator[str]:
    """A question before a form, and what a role needs before it opens anything."""
    coordinator = world.personas["coordinator"]
    event = world.association_published
    first = event.occurrences.order_by("start").first()
    Occurrence.objects.create(
        event=event, start=first.start + timedelta(days=7), end=first.end + timedelta(days=7)
    )
    _become(page, address, coordinator)
    page.goto(f"{address}/kalender/arbete/{event.pk}/andra/?tillfalle={first.pk}")
    yield "calendar_app/work/scope.html"
    yield from _words_for_a_page_that_is_gone(page, address, f"/kalender/arbete/{event.pk + 1000}/andra/")
    with override_settings(REQUIRE_SECOND_FACTOR=True):
        page.goto(f"{address}/konto/namn/")
        yield "accounts/second_factor.html"


def _words_for_a_page_that_is_gone(page: Page, address: str, gone: str) -> Iterator[str]:
    page.goto(f"{address}/konto/namn/")
    form = page.get_by_role("main").locator("form").first
    form.evaluate("(form, action) => { form.action = action }", gone)
    form.get_by_role("textbox").first.fill("Ett namn i flera ord")
    form.get_by_role("button").first.click()
    expect(page.get_by_text("Det är inte sparat.")).to_be_visible()
    yield "404.html"


def letters_of_the_loop(page: Page, address: str, world: World) -> Iterator[str]:
    """A link that no longer holds, and the end of following."""
    page.goto(address + reverse("loop:follow_confirm", args=["gissad"]))
    yield "proposals/public/follow_gone.html"
    page.goto(address + reverse("loop:follow_end", args=[world.follow_token]))
    page.get_by_role("main").get_by_role("button").first.click()
    yield "proposals/public/follow_ended.html"


def answering(page: Page, address: str, world: World) -> Iterator[str]:
    """Putting a survey away, writing too much, and a form that another site sends."""
    questions = address + reverse("answers:questions", args=[world.open_survey.code])
    page.goto(questions)
    _press(page, "Pausa")
    yield "surveys/answer/paused.html"
    page.goto(questions)
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        page.get_by_role("main").locator("textarea").first.fill("för långt " * 200)
        _press(page, "Skicka svaren")
        yield "surveys/answer/too_large.html"
    page.goto(f'data:text/html,<form method="post" action="{questions}"><button>Skicka</button></form>')
    page.get_by_role("button", name="Skicka").click()
    yield "surveys/answer/elsewhere.html"


def audits(page: Page, address: str, world: World) -> Iterator[str]:
    """What isn't open yet, a file that is being made, and texts whose keys are away."""
    _become(page, address, world.personas["audit_lead"])
    page.goto(address + reverse("revisions:analysis_compare", args=[world.audit.pk]))
    yield "revisions/analysis/closed.html"
    Edition.objects.filter(kind__startswith="revisions.").update(state=Edition.State.QUEUED)
    page.goto(address + reverse("audits:report_pdf", args=[world.report_done.slug]))
    yield "revisions/public/missing.html"
    _tell_of_and_cancel(world.audit, world.personas["audit_lead"])
    page.goto(address + reverse("audits:audit", args=[world.audit.slug]))
    yield "revisions/public/cancelled.html"
    with override_settings(KEY_STORE_URL="file:///finns-inte/nycklar?mirror=/finns-inte/spegel"):
        page.goto(address + reverse("revisions:report_preview", args=[world.report_draft.pk]))
        yield "revisions/report/fault.html"
        _become(page, address, world.personas["unit_manager"])
        page.goto(address + reverse("revisions:reply", args=[world.report_out.pk, world.reply_window.pk]))
        yield "revisions/reply/fault.html"
    page.goto(address + reverse("revisions:reply", args=[world.report_out.pk, world.reply_window.pk]))
    page.locator("summary").last.click()
    page.locator("textarea:visible").fill("För sent skrivet.")
    UserAudit.objects.filter(pk=world.report_out.pk).update(status="published", published_on=today())
    _press(page, "Lämna synpunkten")
    yield "revisions/reply/over.html"


def _tell_of_and_cancel(audit: UserAudit, lead: User) -> None:
    record_status(audit, source="agreed", target="preparing", actor=lead)
    cancel_audit(audit, "Mottagningen läggs ned.", actor=lead)


def news(page: Page, address: str, world: World) -> Iterator[str]:
    """What editors write: no address leads there before they have."""
    index = news_index()
    one = index.add_child(instance=NewsPage(title="En nyhet", slug="en-nyhet", owner_role="Samordnaren"))
    page.goto(f"{address}/aktuellt/")
    yield "pages/news_index.html"
    page.goto(f"{address}/aktuellt/{one.slug}/")
    yield "pages/news_page.html"


#: Walk → the templates it shows, in order.
WALKS: dict[Walk, tuple[str, ...]] = {
    errors: (
        "400.html",
        "500.html",
        "404.html",
        "socialaccount/no_account.html",
        "associations/booklet_waits.html",
        "socialaccount/authentication_error.html",
        "calendar_app/editions/missing.html",
        "calendar_app/public/digest_gone.html",
        "403.html",
    ),
    forms_too_late_and_too_often: ("403_csrf.html", "429.html"),
    letters: ("calendar_app/public/digest_confirmed.html", "calendar_app/public/digest_ended.html"),
    invited: (
        "accounts/invitation.html",
        "accounts/invitation_with_account.html",
        "accounts/invitation_over.html",
    ),
    signing_in: (
        "account/confirm_login_code.html",
        "account/confirm_password_reset_code.html",
        "account/password_reset_from_key.html",
        "mfa/authenticate.html",
    ),
    own_account: (
        "mfa/reauthenticate.html",
        "mfa/recovery_codes/index.html",
        "mfa/totp/deactivate_form.html",
        "mfa/webauthn/edit_form.html",
        "mfa/webauthn/authenticator_confirm_delete.html",
        "account/logout.html",
        "accounts/lost_text.html",
        "account/password_set.html",
        "accounts/deleted.html",
    ),
    working: ("calendar_app/work/scope.html", "404.html", "accounts/second_factor.html"),
    letters_of_the_loop: ("proposals/public/follow_gone.html", "proposals/public/follow_ended.html"),
    answering: (
        "surveys/answer/paused.html",
        "surveys/answer/too_large.html",
        "surveys/answer/elsewhere.html",
    ),
    audits: (
        "revisions/analysis/closed.html",
        "revisions/public/missing.html",
        "revisions/public/cancelled.html",
        "revisions/report/fault.html",
        "revisions/reply/fault.html",
        "revisions/reply/over.html",
    ),
    news: ("pages/news_index.html", "pages/news_page.html"),
}
#: Shown only while a real key is at hand (tests/accounts/test_journeys.py looks at it), while the key store is away
#: (tests/journeys/test_interview_pages.py), or after a press (tests/pages/test_checklist_browser.py).
ELSEWHERE = {
    "mfa/webauthn/reauthenticate.html",
    "revisions/interviews/unreadable.html",
    "pages/checklist/alone_result.html",
}
#: In the frame of the editors' tool, whose markup isn't ours (test_editing.py and test_drafts.py in tests/pages ask for them).
IN_ANOTHER_FRAME = {"pages/editing/look_after.html", "wagtailadmin/home.html"}


@pytest.fixture
def rendered() -> Generator[set[str]]:
    """Names of the templates that the portal renders."""
    names: set[str] = set()

    def note(sender: Any, template: Any, **kwargs: Any) -> None:
        names.add(template.name or "")

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_a_page_that_no_address_opens_holds_the_baseline(
    walk: Walk, page: Page, live_server: Any, living_world: World, rendered: set[str]
):
    shown, faults = [], []

    with override_settings(ROOT_URLCONF=rare_urls.__name__):
        rendered.clear()
        for template in walk(page, live_server.url, living_world):
            assert template in rendered, f"{page.url} shows {sorted(rendered)}"
            shown.append(template)
            for size in (PHONE, DESK):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                faults += [f"{template} at {size['width']} px: {fault}" for fault in page_faults(page)]
            faults += [f"{template} at 320 px: {fault}" for fault in sideways(page)]
            rendered.clear()

    assert tuple(shown) == WALKS[walk]
    assert faults == []


def test_every_page_template_is_looked_at_by_one_walk_or_another(world: World):
    """A new template that no walk reaches fails here."""
    pages = {
        str(file.relative_to(TEMPLATES))
        for file in TEMPLATES.rglob("*.html")
        if not file.name.startswith(("_", "base")) and "{% extends" in file.read_text()
    }
    looked_at = {name for names in WALKS.values() for name in names} | ELSEWHERE | IN_ANOTHER_FRAME

    assert looked_at <= pages
    missed = pages - looked_at
    for names in templates_walked(world):
        missed -= names
        if not missed:
            break
    assert not missed, "no walk reaches " + ", ".join(sorted(missed))
