"""Editors and the coordinator on the same pages: handing in, two at once, versions, addresses, times."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageSubscription, PageViewRestriction, TaskState

from common.models import OutboxMessage
from common.registries import overview_rows
from pages.editing import clock
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, NewsPage
from pages.models.written import DEEPEST
from tests.pages.editors import BY_ITSELF, draft, news_index, sent

pytestmark = pytest.mark.django_db


def _address(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def _add() -> str:
    return _address("add", "pages", "newspage", news_index().pk)


def _rows(user: Any) -> str:
    return " ".join(row.title for row in overview_rows(user))


def test_an_editor_hands_in_and_the_coordinator_sends_back_and_approves(
    client: Any, editor: Any, coordinator: Any
) -> None:
    client.force_login(editor)

    # An editor publishes nothing alone
    client.post(_add(), {**sent(slug="ensam"), "action-publish": "1"})
    assert not NewsPage.objects.get(slug="ensam").live

    # When the editor hands in, the coordinator is told
    client.post(_add(), {**sent(), "action-submit": "1"})
    page = NewsPage.objects.get(slug="nytt-brukarrad")
    assert not page.live
    assert "Granska 1 sida" in _rows(coordinator).replace("en sida", "1 sida")
    assert "Granska" not in _rows(editor)

    # And sends it back with a word
    client.force_login(coordinator)
    assert "Nytt brukarråd" in client.get("/redaktion/").content.decode()
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    client.post(_address("workflow_action", page.pk, "reject", state.pk), {"comment": "Skriv var det är."})
    client.force_login(editor)
    assert "Skriv var det är." in client.get(_address("edit", page.pk)).content.decode()

    # And approves what comes again
    client.post(_address("edit", page.pk), {**sent(lead="I Gävle."), "action-submit": "1"})
    client.force_login(coordinator)
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    client.post(_address("workflow_action", page.pk, "approve", state.pk))
    client.logout()
    assert "I Gävle." in client.get("/aktuellt/nytt-brukarrad/").content.decode()
    assert "Granska" not in _rows(coordinator)


def test_letters_tell_nothing_on_the_outside_and_wait_in_the_outbox(
    client: Any, editor: Any, coordinator: Any, settings: Any
) -> None:
    def letters() -> list[tuple[str, str]]:
        rows = OutboxMessage.objects.filter(kind="mail").order_by("created_at")
        assert not any("brukarråd" in str(row.payload).lower() for row in rows)
        told = [(row.payload["to"], row.payload["subject"]) for row in rows]
        rows.delete()
        return told

    def decide(action: str) -> None:
        state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
        client.force_login(coordinator)
        client.post(_address("workflow_action", page.pk, action, state.pk), {"comment": "Om brukarråd."})
        client.force_login(editor)

    settings.PORTAL = {**settings.PORTAL, "coordinator_email": "samordnaren@example.org"}
    client.force_login(editor)
    client.post(_add(), {**sent(), "action-submit": "1"})
    page = NewsPage.objects.get(slug="nytt-brukarrad")
    waits = [("samordnaren@example.org", "Något väntar på dig")]
    decided = [(editor.email, "Du har ett nytt meddelande")]

    assert letters() == waits
    decide("reject")
    assert letters() == decided
    client.post(_address("edit", page.pk), {**sent(), "action-submit": "1"})
    assert letters() == waits
    decide("approve")
    assert letters() == decided
    # Nothing has gone past the outbox.
    assert mail.outbox == []


def test_a_comment_sends_no_letter(client: Any, editor: Any, coordinator: Any) -> None:
    page = draft()
    PageSubscription.objects.create(page=page, user=editor, comment_notifications=True)
    client.force_login(coordinator)
    comment = {
        "comments-TOTAL_FORMS": "1", "comments-0-text": "Skriv var det är.", "comments-0-contentpath": "lead",
        "comments-0-position": "", "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip

    client.post(_address("edit", page.pk), {**sent(), **comment})

    assert page.wagtail_admin_comments.get().text == "Skriv var det är."
    assert mail.outbox == []


def test_whoever_approves_in_the_form_is_told_that_it_is_published(
    client: Any, editor: Any, coordinator: Any
) -> None:
    client.force_login(editor)
    client.post(_add(), {**sent(), "action-submit": "1"})
    page = NewsPage.objects.get(slug="nytt-brukarrad")
    client.force_login(coordinator)
    decided = {**sent(), "action-workflow-action": "true", "workflow-action-name": "approve"}

    answer = client.post(_address("edit", page.pk), decided, follow=True).content.decode()

    page.refresh_from_db()
    assert page.live
    assert "är godkänd och publicerad." in answer
    assert "sparad som utkast" not in answer


@pytest.mark.parametrize("kind", ["news", "root"])
@pytest.mark.parametrize("restriction", ["login", "groups"])
def test_no_page_can_be_closed_to_some(client: Any, coordinator: Any, kind: str, restriction: str) -> None:
    page = draft() if kind == "news" else ensure_tree()
    client.force_login(coordinator)
    chosen = {
        "restriction_type": restriction,
        "groups": list(coordinator.groups.values_list("pk", flat=True)),
    }

    answer = client.post(_address("set_privacy", page.pk), chosen)

    assert answer.status_code == 200
    assert not PageViewRestriction.objects.exists()


def test_a_changed_address_leads_on_from_the_old_one(
    client: Any, coordinator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(coordinator)
    client.post(_add(), {**sent(), "action-publish": "1"})
    page = NewsPage.objects.get(slug="nytt-brukarrad")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(_address("edit", page.pk), {**sent(slug="brukarrad-i-gavle"), "action-publish": "1"})
    client.logout()

    old = client.get("/aktuellt/nytt-brukarrad/")
    assert (old.status_code, old.headers["Location"]) == (301, "/aktuellt/brukarrad-i-gavle/")
    assert client.get("/aktuellt/brukarrad-i-gavle/").status_code == 200


def test_a_page_moved_in_the_tree_leads_on_from_the_old_address_with_those_below(
    client: Any, coordinator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    root = ensure_tree()
    facts = {"title": "Sida", "owner_role": "Samordnaren"}
    old, new = (root.add_child(instance=InformationPage(slug=slug, **facts)) for slug in ("gammal", "ny"))
    moved = old.add_child(instance=InformationPage(slug="flyttad", **facts))
    moved.add_child(instance=InformationPage(slug="under", **facts))
    client.force_login(coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(_address("move_confirm", moved.pk, new.pk))
    client.logout()

    for below in ("", "under/"):
        answer = client.get(f"/gammal/flyttad/{below}")
        assert (answer.status_code, answer.headers.get("Location")) == (301, f"/ny/flyttad/{below}")
        assert client.get(f"/ny/flyttad/{below}").status_code == 200


def test_the_second_of_two_editors_is_told_and_both_versions_are_kept(
    client: Any, editor: Any, coordinator: Any
) -> None:
    page = draft(title="Först")
    opened = page.latest_revision
    both_opened = {
        "loaded_revision_id": opened.pk,
        "loaded_revision_created_at": opened.created_at.isoformat(),
    }
    client.force_login(editor)
    first = client.post(_address("edit", page.pk), {**sent(title="Editorns"), **both_opened}, **BY_ITSELF)

    client.force_login(coordinator)
    second = client.post(
        _address("edit", page.pk), {**sent(title="Samordnarens"), **both_opened}, **BY_ITSELF
    )
    # Whoever has seen the warning and saves all the same replaces nothing: both are in the history.
    client.post(_address("edit", page.pk), {**sent(title="Samordnarens"), **both_opened})

    assert first.json()["success"] is True
    assert (second.status_code, second.json()["error_code"]) == (400, "invalid_revision")
    assert "Det finns en nyare version. Det du har skrivit står kvar här" in second.json()["error_message"]
    titles = list(page.revisions.order_by("pk").values_list("content__title", flat=True))
    assert titles == ["Först", "Editorns", "Samordnarens"]


def test_versions_are_compared_and_an_old_one_is_taken_back(client: Any, coordinator: Any) -> None:
    page = draft(title="Gammal rubrik")
    old = page.latest_revision
    page.title = "Ny rubrik"
    new = page.save_revision()
    client.force_login(coordinator)

    history = client.get(_address("history", page.pk)).content.decode()
    compared = client.get(_address("revisions_compare", page.pk, old.pk, new.pk)).content.decode()
    shown = client.get(_address("revisions_revert", page.pk, old.pk)).content.decode()
    client.post(_address("edit", page.pk), {**sent(title="Gammal rubrik"), "revision": old.pk})

    assert "Historik" in history
    assert '<span class="deletion">Gammal</span>' in compared
    assert 'value="Gammal rubrik"' in shown
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Gammal rubrik"
    assert page.revisions.count() == 3


def test_times_that_are_chosen_in_the_form_hold(client: Any, coordinator: Any) -> None:
    client.force_login(coordinator)
    now = timezone.localtime()
    later, last = (f"{now + timedelta(days=days):%Y-%m-%d %H:%M}" for days in (1, 2))

    backwards = client.post(
        _add(), {**sent(), "go_live_at": last, "expire_at": later, "action-publish": "1"}
    ).content.decode()
    planned = client.post(
        _add(), {**sent(), "go_live_at": later, "expire_at": last, "action-publish": "1"}, follow=True
    ).content.decode()
    page = NewsPage.objects.get(slug="nytt-brukarrad")
    clock.publish_what_is_planned()
    page.refresh_from_db()

    assert "Tiden för publicering måste vara före tiden då sidan tas bort" in backwards
    assert "publiceras på den valda tiden" in planned
    assert (page.live, page.get_latest_revision().approved_go_live_at is not None) == (False, True)


def test_no_page_is_made_deeper_than_visitors_follow(client: Any, coordinator: Any) -> None:
    parent: Any = ensure_tree()
    while parent.depth < DEEPEST:
        parent = parent.add_child(
            instance=InformationPage(title="Sida", slug=f"djup-{parent.depth}", owner_role="Samordnaren")
        )
    client.force_login(coordinator)

    above = client.get(_address("add", "pages", "informationpage", parent.get_parent().pk))
    below = client.get(_address("add", "pages", "informationpage", parent.pk))

    assert (above.status_code, below.status_code) == (200, 302)
    assert client.get(parent.url).status_code == 200
