"""Unsent answers on a shared phone go when their writer's account is deleted, and not before."""

from typing import Any

import pytest
from playwright.sync_api import Page

from accounts import services
from accounts.models import User
from revisions.queries.interview_entry import device_mark
from tests.browser import sign_in
from tests.journeys.interview_phone import until

pytestmark = pytest.mark.django_db(transaction=True)

#: Leaves one unsent answer of each of these people.
WRITE = """async (people) => {
  const { openKeeper } = await import("/static/js/interview/keeper.js");
  const keeper = await openKeeper();
  for (const person of people) {
    await keeper.choose(person, "i", "own");
    await keeper.put(person, { interview: "i", question: "q", page: "p", content: { text: "Hemligt" } });
  }
  keeper.database.close();
}"""
#: Whose text lies here, and whom the portal has known; `aged` makes that two days ago.
ROWS = """async (aged) => {
  const { openKeeper } = await import("/static/js/interview/keeper.js");
  const { database } = await openKeeper();
  const change = database.transaction(["people", "drafts"], "readwrite");
  const people = change.objectStore("people"), drafts = change.objectStore("drafts");
  const found = { known: [], drafts: [] };
  people.openCursor().onsuccess = ({ target: { result: at } }) => {
    if (!at) return;
    if (at.value.known) found.known.push(at.key);
    if (aged && at.value.known) at.update({ ...at.value, askedAt: at.value.askedAt - 2 * 24 * 60 * 60 * 1000 });
    at.continue();
  };
  drafts.getAllKeys().onsuccess = ({ target: { result } }) => found.drafts.push(...result.map(([person]) => person));
  await new Promise((resolve) => { change.oncomplete = resolve; });
  database.close();
  return found;
}"""


def test_what_a_deleted_account_never_sent_goes_from_a_shared_phone(
    page: Page, live_server: Any, outsider: User, editor: User, supervisor: User
) -> None:
    leaves, stays, never_asked = device_mark(outsider), device_mark(editor), "0" * 32
    sign_in(page, live_server.url, supervisor)
    page.goto(f"{live_server.url}/oversikt/")
    page.evaluate(WRITE, [leaves, stays, never_asked])
    page.reload()
    until(page, f"(await ({ROWS})()).known.length === 2")

    services.delete_account(outsider, actor=outsider)
    page.evaluate(ROWS, True)
    page.reload()

    until(page, f"(await ({ROWS})()).drafts.length === 2")
    assert sorted(page.evaluate(ROWS)["drafts"]) == sorted([stays, never_asked])
