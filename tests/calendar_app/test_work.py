"""The working pages: who opens them, what they show, what their buttons do."""

import re
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from calendar_app.models import Event, EventChange, SavedFilter
from calendar_app.services import flow
from calendar_app.services.changes import propose_event_change
from calendar_app.services.content import EventContent, Repeat, TimePlan
from calendar_app.services.events import Scope, create_event
from calendar_app.services.series import STOCKHOLM

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 10, 14)


@pytest.fixture(autouse=True)
def _on_a_monday_in_october(time_machine_at: Any) -> None:
    time_machine_at("2026-10-05 09:00")


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), STOCKHOLM)


def plan(day: date = WEDNESDAY, **repeat: Any) -> TimePlan:
    return TimePlan(
        start=at(day, "18:00"),
        end=at(day, "20:00"),
        repeat=Repeat(**{"frequency": "weekly", **repeat}) if repeat else None,
    )


def content(association: Any, **values: Any) -> EventContent:
    base = {"title": "Samtalsgrupp", "kind": "talk_group", "association_ids": (association.pk,)}
    return EventContent(**{**base, "place": "Föreningshuset", **values})


@pytest.fixture
def draft(association: Any, representative: Any) -> Event:
    return create_event(content(association), plan(count=4), actor=representative)


@pytest.fixture
def proposed(draft: Event, representative: Any) -> Event:
    flow.propose_event(draft, actor=representative)
    return draft


@pytest.fixture
def published(proposed: Event, coordinator: Any) -> Event:
    flow.publish_event(proposed, actor=coordinator)
    return Event.objects.get(pk=proposed.pk)


@pytest.fixture
def as_user(client: Client) -> Any:
    def sign_in(user: Any) -> Client:
        client.logout()
        client.force_login(user)
        return client

    return sign_in


def form_values(**values: Any) -> dict[str, Any]:
    return {
        "title": "Studiecirkel: Återhämtning",
        "kind": "study_circle",
        "description": "Vi läser och pratar.",
        "day": "2026-10-14",
        "starts": "18:00",
        "ends": "20:00",
        "frequency": "",
        "interval": "1",
        "municipality": "county",
        "attendance": "on_site",
        "place": "Biblioteket",
        "audiences": ["users"],
        "participation_step": "3",
        "contact_email": "hej@forening.example.org",
        "no_private_names": "on",
        "wants": "propose",
        **values,
    }


# --- who opens what ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["work", "work_waiting", "work_changed"])
def test_only_the_coordinator_opens_the_working_view(
    as_user: Any, coordinator: Any, representative: Any, outsider: Any, administrator: Any, name: str
) -> None:
    url = reverse(f"calendar_app:{name}")

    assert as_user(coordinator).get(url).status_code == 200
    for user in (representative, outsider, administrator):
        assert as_user(user).get(url).status_code == 403


def test_working_pages_ask_the_public_to_sign_in(client: Client, draft: Event) -> None:
    for url in (
        reverse("calendar_app:work"),
        reverse("calendar_app:own_events"),
        reverse("calendar_app:event_new"),
        reverse("calendar_app:event_work", args=[draft.pk]),
    ):
        response = client.get(url)
        assert response.status_code == 302
        assert "/konto/logga-in/" in response.url


def test_a_draft_is_seen_by_its_association_alone(
    as_user: Any,
    draft: Event,
    representative: Any,
    other_representative: Any,
    coordinator: Any,
    outsider: Any,
) -> None:
    url = reverse("calendar_app:event_work", args=[draft.pk])

    assert as_user(representative).get(url).status_code == 200
    for user in (other_representative, coordinator, outsider):
        assert as_user(user).get(url).status_code == 404


def test_somebody_elses_public_event_has_no_working_page(
    as_user: Any, published: Event, other_representative: Any, coordinator: Any
) -> None:
    url = reverse("calendar_app:event_work", args=[published.pk])

    assert as_user(other_representative).get(url).status_code == 404
    assert as_user(coordinator).get(url).status_code == 200


def test_another_associations_proposals_leave_no_trace_in_hints(
    as_user: Any, proposed: Event, other_association: Any, other_representative: Any
) -> None:
    Event.objects.filter(pk=proposed.pk).update(title="Kanariefågel")
    mine = create_event(content(other_association), plan(), actor=other_representative)

    page = as_user(other_representative).get(reverse("calendar_app:event_work", args=[mine.pk]))

    assert "Kanariefågel" not in page.content.decode()


# --- writing -------------------------------------------------------------------------------------


def test_a_representative_sends_an_activity_and_can_undo(as_user: Any, representative: Any) -> None:
    client = as_user(representative)

    response = client.post(reverse("calendar_app:event_new"), form_values(), follow=True)

    event = Event.objects.get()
    assert event.status == "proposed"
    assert [one.name for one in event.associations.all()] == ["Egna Ord Hälsingland"]
    page = response.content.decode()
    assert "skickad till samordnaren" in page
    assert reverse("calendar_app:event_action", args=[event.pk, "dra-tillbaka"]) in page


def test_a_draft_needs_only_title_and_time(as_user: Any, representative: Any) -> None:
    as_user(representative).post(
        reverse("calendar_app:event_new"),
        {"title": "Något", "day": "2026-10-14", "starts": "18:00", "ends": "20:00", "wants": "draft"},
    )

    assert Event.objects.get().status == "draft"


def test_a_representative_cannot_publish_by_changing_the_button(
    as_user: Any, representative: Any, association: Any
) -> None:
    client = as_user(representative)

    refused = client.post(reverse("calendar_app:event_new"), form_values(wants="publish"))
    association.trusted = True
    association.save(update_fields=["trusted"])
    client.post(reverse("calendar_app:event_new"), form_values(wants="publish"))

    assert refused.status_code == 200
    assert "Studiecirkel: Återhämtning" in refused.content.decode()
    assert Event.objects.get().status == "published"


def test_the_same_form_sent_twice_gives_one_proposal(as_user: Any, representative: Any) -> None:
    client = as_user(representative)
    page = client.get(reverse("calendar_app:event_new")).content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page)[1]

    for _ in range(2):
        client.post(reverse("calendar_app:event_new"), form_values(form_key=key))

    assert Event.objects.get().status == "proposed"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "Skriv en rubrik."),
        ({"title": "x" * 10_000}, "Högst 160 tecken får plats"),
        ({"ends": "16:00"}, "Sluttiden 16.00 är före starttiden 18.00. Ändra en av dem."),
        ({"day": "i morgon"}, "Datumet går inte att läsa."),
        ({"day": "2026-13-45"}, "Datumet går inte att läsa."),
        ({"starts": "kvart i"}, "Klockslaget går inte att läsa."),
        ({"starts": ""}, "Skriv ett klockslag, eller kryssa i hela dagen."),
        ({"day": "0026-10-14"}, "kan inte stämma"),
        ({"last_day": "2026-10-13"}, "Aktiviteten slutar innan den börjar."),
        ({"all_day": "on", "last_day": "2026-10-13"}, "Sista dagen är före första dagen."),
        ({"contact_email": "hej.egnaord.example"}, "Skriv hela adressen med @"),
        ({"contact_phone": "ring"}, "Skriv hela telefonnumret med riktnummer"),
        ({"online_link": "javascript:alert(1)"}, "Skriv hela länken."),
        ({"description": "Fråga 19121212-1212"}, "ser ut att innehålla ett personnummer"),
        ({"municipality": "atlantis"}, "Välj"),
        ({"frequency": "weekly", "count": "5000"}, "fler än 400 tillfällen"),
        ({"frequency": "weekly", "until": "2026-12-01", "count": "3"}, "antingen sista dag eller antal"),
        ({"frequency": "weekly", "interval": "0"}, "Skriv ett tal mellan 1 och 52."),
        ({"frequency": "weekly", "excluded": "någon gång"}, "går inte att läsa som en dag"),
        ({"frequency": "monthly_last"}, "är inte sista onsdagen i oktober"),
        ({"no_private_names": ""}, "Kontrollera texten och kryssa i rutan."),
        ({"place": ""}, "Skriv var ni träffas"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    as_user: Any, representative: Any, values: dict[str, str], words: str
) -> None:
    response = as_user(representative).post(reverse("calendar_app:event_new"), form_values(**values))

    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "Vi läser och pratar." in page or "description" in values
    assert 'value="Biblioteket"' in page or "place" in values
    assert not Event.objects.exists()


def test_scripts_and_direction_signs_are_shown_as_text(as_user: Any, representative: Any) -> None:
    client = as_user(representative)

    client.post(reverse("calendar_app:event_new"), form_values(title="<script>alert(1)</script>\u202e ☕"))

    page = client.get(reverse("calendar_app:event_work", args=[Event.objects.get().pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ☕" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_preview_shows_the_activity_with_hints_and_saves_nothing(as_user: Any, representative: Any) -> None:
    values = form_values(wants="preview", day="2026-12-24", no_private_names="")

    page = as_user(representative).post(reverse("calendar_app:event_new"), values).content.decode()

    assert "Tors 24\xa0dec är julafton." in page
    assert "Biblioteket" in page
    assert not Event.objects.exists()


def test_the_live_preview_is_a_piece_of_page(as_user: Any, representative: Any, outsider: Any) -> None:
    url = reverse("calendar_app:event_preview")

    piece = as_user(representative).post(url, form_values(day="2027-05-07"))

    assert "klämdag" in piece.content.decode()
    assert "<html" not in piece.content.decode()
    assert as_user(outsider).post(url, form_values()).status_code == 403


def test_an_activity_that_is_changed_is_no_clash_with_itself(
    as_user: Any, published: Event, coordinator: Any
) -> None:
    client = as_user(coordinator)
    values = form_values(place="Föreningshuset")
    page = client.get(reverse("calendar_app:event_edit", args=[published.pk])).text

    new = client.post(reverse("calendar_app:event_preview"), values).text
    own = client.post(re.search(r'data-preview="([^"]+)"', page)[1], values).text

    assert "på samma plats samtidigt" in new
    assert "samtidigt" not in own


def test_a_weekly_activity_with_a_skipped_day(as_user: Any, representative: Any) -> None:
    as_user(representative).post(
        reverse("calendar_app:event_new"),
        form_values(frequency="weekly", count="4", excluded="28 oktober"),
    )

    starts = [row.start.astimezone(STOCKHOLM).day for row in Event.objects.get().occurrences.in_order()]
    assert starts == [14, 21, 4]


def test_two_editors_the_second_is_told_and_loses_nothing(
    as_user: Any, published: Event, coordinator: Any, association: Any
) -> None:
    url = reverse("calendar_app:event_edit", args=[published.pk])
    values = form_values(
        association=[association.pk], frequency="weekly", count="4", version=published.version, wants="save"
    )
    client = as_user(coordinator)

    client.post(url, {**values, "place": "Medborgarhuset"})
    page = client.post(url, {**values, "title": "Mitt förslag"}).content.decode()
    again = re.search(r'name="version" value="(\d+)"', page)[1]
    client.post(url, {**values, "title": "Mitt förslag", "version": again})

    assert "Aktiviteten har ändrats" in page
    assert "Medborgarhuset" in page
    assert 'value="Mitt förslag"' in page
    assert Event.objects.get(pk=published.pk).title == "Mitt förslag"


def test_editing_one_time_of_a_series_asks_for_the_scope_first(
    as_user: Any, published: Event, representative: Any
) -> None:
    row = published.occurrences.in_order()[1]
    url = f"{reverse('calendar_app:event_edit', args=[published.pk])}?tillfalle={row.pk}"
    client = as_user(representative)

    question = client.get(url).content.decode()
    this = client.get(f"{url}&galler=this").content.decode()
    following = client.get(f"{url}&galler=following").content.decode()

    assert "Bara den här gången" in question
    assert 'value="2026-10-21"' in this
    assert "Hur ofta?" not in this
    assert 'value="2026-10-21"' in following
    assert "Hur ofta?" in following
    assert 'name="count" value="3"' in following


def test_a_representatives_edit_of_a_public_event_waits_and_is_approved(
    as_user: Any, published: Event, representative: Any, coordinator: Any, association: Any
) -> None:
    url = reverse("calendar_app:event_edit", args=[published.pk])
    values = form_values(frequency="weekly", count="4", version=published.version, wants="save", place="Bion")

    told = as_user(representative).post(url, values, follow=True).content.decode()
    change = reverse("calendar_app:event_change", args=[published.pk])
    page = as_user(coordinator).get(change).content.decode()
    client = as_user(coordinator)
    refused = client.post(change, {"decision": "return", "note": ""}).content.decode()
    client.post(change, {"decision": "approve"})

    assert "ligger kvar tills den är godkänd" in told
    assert "Föreningshuset" in page
    assert "Bion" in page
    assert "Skriv varför" in refused
    assert Event.objects.get(pk=published.pk).place == "Bion"
    assert not EventChange.objects.exists()


@pytest.mark.parametrize("decision", [{"decision": "approve"}, {"decision": "return", "note": "Skriv mer."}])
def test_a_change_that_replaced_the_one_on_the_page_is_not_decided_unread(
    as_user: Any,
    published: Event,
    representative: Any,
    coordinator: Any,
    association: Any,
    decision: dict[str, str],
) -> None:
    def propose(title: str) -> None:
        propose_event_change(
            published,
            content(association, title=title),
            None,
            expected_version=published.version,
            actor=representative,
        )

    propose("Ny rubrik")
    url = reverse("calendar_app:event_change", args=[published.pk])
    client = as_user(coordinator)
    seen = client.get(url).context["change"].mark
    propose("Ännu nyare rubrik")

    page = client.post(url, {**decision, "seen": seen})

    assert "en ny ändring sedan du öppnade sidan" in page.text
    assert f'name="seen" value="{EventChange.objects.get().mark}"' in page.text
    assert Event.objects.get(pk=published.pk).title == "Samtalsgrupp"


def test_nobody_decides_their_own_change(
    as_user: Any, published: Event, representative: Any, other_representative: Any, association: Any
) -> None:
    propose_event_change(
        published,
        content(association, title="Ny rubrik"),
        None,
        expected_version=published.version,
        actor=representative,
    )
    url = reverse("calendar_app:event_change", args=[published.pk])

    as_user(representative).post(url, {"decision": "approve"})
    stranger = as_user(other_representative).get(url)

    assert stranger.status_code == 404
    assert Event.objects.get(pk=published.pk).title == "Samtalsgrupp"
    assert EventChange.objects.exists()


# --- buttons -------------------------------------------------------------------------------------


def press(client: Client, event: Event, action: str) -> Any:
    return client.post(reverse("calendar_app:event_action", args=[event.pk, action]), follow=True)


def test_every_button_and_its_undo(as_user: Any, draft: Event, representative: Any, coordinator: Any) -> None:
    def state() -> str:
        return Event.objects.get(pk=draft.pk).status

    seen = []
    for user, action in (
        (representative, "skicka"),
        (representative, "dra-tillbaka"),
        (representative, "skicka"),
        (coordinator, "publicera"),
        (coordinator, "avpublicera"),
        (coordinator, "publicera"),
        (representative, "stall-in"),
        (representative, "ta-tillbaka"),
        (coordinator, "till-utkast"),
        (representative, "ta-bort"),
        (representative, "angra-borttagning"),
    ):
        assert press(as_user(user), draft, action).status_code == 200
        seen.append(state())

    assert seen == [
        "proposed", "draft", "proposed", "published", "proposed", "published",
        "cancelled", "published", "draft", "deleted", "draft",
    ]  # fmt: skip


def test_buttons_are_refused_to_those_who_may_not(
    as_user: Any, proposed: Event, representative: Any, other_representative: Any, coordinator: Any
) -> None:
    assert press(as_user(representative), proposed, "publicera").status_code == 403
    assert press(as_user(other_representative), proposed, "publicera").status_code == 404
    assert press(as_user(coordinator), proposed, "sprang").status_code == 404
    get = as_user(coordinator).get(reverse("calendar_app:event_action", args=[proposed.pk, "publicera"]))
    assert get.status_code == 405
    assert press(as_user(coordinator), proposed, "publicera").status_code == 200


def test_a_button_pressed_too_late_is_a_calm_sentence(
    as_user: Any, published: Event, coordinator: Any
) -> None:
    page = press(as_user(coordinator), published, "publicera").content.decode()

    assert "Det går inte längre." in page


def test_returning_a_proposal_needs_a_reason_and_tells_the_author_neutrally(
    as_user: Any,
    proposed: Event,
    coordinator: Any,
    representative: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    url = reverse("calendar_app:event_return", args=[proposed.pk])
    client = as_user(coordinator)

    empty = client.post(url, {"note": ""}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"note": "Var håller ni till?"})

    assert "Skriv varför" in empty
    assert Event.objects.get().status == "draft"
    page = (
        as_user(representative).get(reverse("calendar_app:event_work", args=[proposed.pk])).content.decode()
    )
    assert "Var håller ni till?" in page
    letter = mail.outbox[0]
    assert letter.to == [representative.email]
    assert "Samtalsgrupp" not in letter.subject + letter.body
    assert "Egna Ord" not in letter.subject + letter.body


def test_one_time_is_cancelled_and_restored(as_user: Any, published: Event, representative: Any) -> None:
    row = published.occurrences.in_order()[1]
    client = as_user(representative)

    page = client.post(reverse("calendar_app:occurrence_action", args=[row.pk, "stall-in"]), follow=True)
    row.refresh_from_db()
    cancelled = row.status
    client.post(reverse("calendar_app:occurrence_action", args=[row.pk, "ta-tillbaka"]))
    row.refresh_from_db()

    assert cancelled == "cancelled"
    assert "Inställt" in page.content.decode()
    assert row.status == "planned"


def test_a_strangers_time_is_not_found(as_user: Any, published: Event, other_representative: Any) -> None:
    row = published.occurrences.in_order()[1]
    client = as_user(other_representative)

    assert (
        client.post(reverse("calendar_app:occurrence_action", args=[row.pk, "stall-in"])).status_code == 404
    )
    assert client.get(reverse("calendar_app:occurrence_move", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.status == "planned"


def test_moving_one_time_at_once_or_as_a_proposal(
    as_user: Any, published: Event, representative: Any, coordinator: Any
) -> None:
    row = published.occurrences.in_order()[1]
    url = reverse("calendar_app:occurrence_move", args=[row.pk])
    values = {"day": "2026-10-22", "starts": "17:00", "ends": "19:00"}

    as_user(representative).post(url, values)
    row.refresh_from_db()
    waiting = row.is_moved
    client = as_user(coordinator)
    bad = client.post(url, {**values, "ends": "16:00"}).content.decode()
    client.post(reverse("calendar_app:event_change", args=[published.pk]), {"decision": "approve"})
    row.refresh_from_db()

    assert not waiting
    assert "Sluttiden 16.00 är före starttiden 17.00" in bad
    assert row.is_moved
    assert row.start == at(date(2026, 10, 22), "17:00")


def test_moving_a_time_keeps_what_a_waiting_change_says_of_it(
    as_user: Any, published: Event, representative: Any, association: Any
) -> None:
    row = published.occurrences.in_order()[1]
    propose_event_change(
        published,
        content(association, title="Med gäst"),
        None,
        scope=Scope.THIS,
        occurrence=row,
        expected_version=published.version,
        actor=representative,
    )

    as_user(representative).post(
        reverse("calendar_app:occurrence_move", args=[row.pk]),
        {"day": "2026-10-22", "starts": "17:00", "ends": "19:00"},
    )

    change = EventChange.objects.get()
    assert change.content["title"] == "Med gäst"
    assert change.plan["start"].startswith("2026-10-22T17:00")


def test_copying_opens_the_copy_and_a_second_press_makes_no_other(
    as_user: Any, published: Event, representative: Any
) -> None:
    client = as_user(representative)
    work = client.get(reverse("calendar_app:event_work", args=[published.pk])).text
    key = re.search(r'name="form_key" value="([^"]+)"', work)[1]

    for _ in range(2):
        page = client.post(
            reverse("calendar_app:event_copy", args=[published.pk]), {"form_key": key}, follow=True
        )

    copy = Event.objects.exclude(pk=published.pk).get()
    assert copy.status == "draft"
    assert 'value="2027-04-14"' in page.content.decode()


# --- the coordinator's month ---------------------------------------------------------------------


def test_the_month_shows_every_state_and_others_drafts_stay_away(
    as_user: Any, association: Any, representative: Any, coordinator: Any, published: Event
) -> None:
    for title in ("Förslag till dans", "Hemligt utkast"):
        create_event(content(association, title=title), plan(), actor=representative)
    flow.propose_event(Event.objects.get(title="Förslag till dans"), actor=representative)

    page = as_user(coordinator).get(reverse("calendar_app:work") + "?manad=2026-10").content.decode()

    assert "Förslag till dans" in page
    assert "Samtalsgrupp" in page
    assert "Hemligt utkast" not in page


def test_the_month_is_filtered_and_the_filter_saved(
    as_user: Any, association: Any, other_association: Any, coordinator: Any, published: Event
) -> None:
    create_event(content(other_association, title="Annan förening"), plan(), actor=coordinator)
    client = as_user(coordinator)
    query = f"manad=2026-10&forening={association.pk}&q=samtalsgrupper"

    page = client.get(f"{reverse('calendar_app:work')}?{query}").content.decode()
    client.post(
        reverse("calendar_app:save_filter"),
        {"manad": "2026-10", "forening": association.pk, "q": "samtalsgrupper", "name": "Egna Ord"},
    )

    assert "Annan förening" not in page
    assert "Fyra" not in page
    saved = SavedFilter.objects.get()
    assert saved.query == f"forening={association.pk}&q=samtalsgrupper"
    assert "Egna Ord" in client.get(reverse("calendar_app:work")).content.decode()
    client.post(reverse("calendar_app:remove_filter", args=[saved.pk]))
    assert not SavedFilter.objects.exists()


def test_a_selection_too_long_to_keep_is_told_so(as_user: Any, coordinator: Any) -> None:
    page = as_user(coordinator).post(
        reverse("calendar_app:save_filter"), {"q": "å" * 90, "name": "Långt"}, follow=True
    )

    assert "för långt för att sparas" in page.text
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "query", ["manad=abc", "manad=9999-01", "forening=x", "kommun=-1", "status=nope", "q=" + "x" * 5000]
)
def test_a_strange_address_shows_a_month_anyway(as_user: Any, coordinator: Any, query: str) -> None:
    assert as_user(coordinator).get(f"{reverse('calendar_app:work')}?{query}").status_code == 200


def test_somebody_elses_filter_is_not_found(as_user: Any, coordinator: Any, make_user: Any) -> None:
    other = make_user("En till", "coordinator")
    saved = SavedFilter.objects.create(user=coordinator, name="Mitt", query="q=x")

    response = as_user(other).post(reverse("calendar_app:remove_filter", args=[saved.pk]))

    assert response.status_code == 404
    assert SavedFilter.objects.exists()


def test_a_row_is_written_published_and_the_line_is_ready_again(
    as_user: Any, coordinator: Any, association: Any
) -> None:
    client = as_user(coordinator)
    line = {
        "day": "2026-11-04",
        "starts": "14:00",
        "title": "Öppet hus med fika",
        "association": association.pk,
        "wants": "publish",
    }

    page = client.post(reverse("calendar_app:quick_entry"), line, follow=True)

    event = Event.objects.get()
    row = event.occurrences.get()
    assert (event.status, event.kind) == ("published", "open_house")
    assert (row.start, row.end) == (at(date(2026, 11, 4), "14:00"), at(date(2026, 11, 4), "16:00"))
    text = page.content.decode()
    assert "November 2026" in text
    assert "autofocus" in text
    assert 'value="2026-11-04"' in text


def test_a_bad_row_keeps_what_was_typed(as_user: Any, coordinator: Any, representative: Any) -> None:
    line = {
        "day": "2026-11-04",
        "starts": "25:00",
        "title": "Halvskrivet",
        "association": "",
        "wants": "draft",
    }

    page = as_user(coordinator).post(reverse("calendar_app:quick_entry"), line)

    assert page.status_code == 200
    assert 'value="Halvskrivet"' in page.content.decode()
    assert "Klockslaget går inte att läsa." in page.content.decode()
    assert as_user(representative).post(reverse("calendar_app:quick_entry"), line).status_code == 403
    assert not Event.objects.exists()


def test_many_are_published_and_the_publishing_undone(
    as_user: Any, coordinator: Any, representative: Any, association: Any
) -> None:
    mine = create_event(content(association, title="Mitt utkast"), plan(), actor=coordinator)
    theirs = create_event(content(association, title="Deras"), plan(), actor=representative)
    flow.propose_event(theirs, actor=representative)
    hidden = create_event(content(association, title="Deras utkast"), plan(), actor=representative)
    client = as_user(coordinator)

    page = client.post(
        reverse("calendar_app:publish_many"),
        {"event": [mine.pk, theirs.pk, hidden.pk, "x"], "manad": "2026-10"},
        follow=True,
    ).content.decode()
    again = client.post(
        reverse("calendar_app:publish_many"), {"event": [mine.pk, theirs.pk], "manad": "2026-10"}, follow=True
    ).text
    assert "är redan publicerat" in again
    assert "publicerades inte" not in again
    undo = re.search(r'action="([^"]*avpublicera/\?[^"]*)"', page)[1].replace("&amp;", "&")
    statuses = dict(Event.objects.values_list("title", "status"))
    client.post(undo)
    assert "kan avpubliceras" not in client.post(undo, follow=True).text

    assert statuses == {"Mitt utkast": "published", "Deras": "published", "Deras utkast": "draft"}
    assert dict(Event.objects.values_list("title", "status")) == {
        "Mitt utkast": "draft",
        "Deras": "proposed",
        "Deras utkast": "draft",
    }


def test_publishing_nothing_says_so(as_user: Any, coordinator: Any) -> None:
    page = as_user(coordinator).post(reverse("calendar_app:publish_many"), {}, follow=True)

    assert "Kryssa i de aktiviteter som ska publiceras." in page.content.decode()


def test_kind_words_when_there_is_nothing(as_user: Any, coordinator: Any, representative: Any) -> None:
    client = as_user(coordinator)
    month = client.get(reverse("calendar_app:work")).content.decode()
    waiting = client.get(reverse("calendar_app:work_waiting")).content.decode()
    changed = client.get(reverse("calendar_app:work_changed")).content.decode()
    own = as_user(representative).get(reverse("calendar_app:own_events")).content.decode()

    assert "Inget här än" in month
    assert "Inget väntar på dig" in waiting
    assert "Ingen utgåva finns" in changed
    assert "Ni har inga aktiviteter än" in own


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_as_often_whatever_their_length(
    as_user: Any,
    association: Any,
    representative: Any,
    coordinator: Any,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for index in range(number):
        event = create_event(
            content(association, title=f"Nummer {index}"), plan(count=3), actor=representative
        )
        flow.propose_event(event, actor=representative)
    from calendar_app.periods import Month
    from calendar_app.queries.work.month import WorkFilter, month_page
    from calendar_app.queries.work.own import own_events
    from calendar_app.queries.work.waiting import waiting_page

    coordinator = type(coordinator).objects.get(pk=coordinator.pk)
    representative = type(representative).objects.get(pk=representative.pk)
    with django_assert_num_queries(8):
        month_page(coordinator, WorkFilter(Month(2026, 10)))
    with django_assert_num_queries(5):
        waiting_page(coordinator)
    with django_assert_num_queries(7):
        own_events(representative)


def test_the_overview_tells_what_waits(
    as_user: Any, proposed: Event, coordinator: Any, representative: Any, outsider: Any
) -> None:
    url = reverse("overview:overview")

    theirs = as_user(coordinator).get(url).content.decode()
    own = as_user(representative).get(url).content.decode()
    nothing = as_user(outsider).get(url).content.decode()

    assert "Granska en aktivitet från föreningar" in theirs
    assert "Väntar på publicering" in theirs
    assert "Våra aktiviteter framöver" in own
    assert "Samtalsgrupp" not in nothing


def test_the_coordinator_settles_a_change_by_saving_it_in_other_words(
    as_user: Any, published: Event, representative: Any, coordinator: Any, association: Any
) -> None:
    propose_event_change(
        published,
        content(association, title="Deras förslag"),
        plan(WEDNESDAY, count=2),
        expected_version=published.version,
        actor=representative,
    )
    url = reverse("calendar_app:event_edit", args=[published.pk])
    client = as_user(coordinator)

    page = client.get(url).content.decode()
    settles = re.search(r'name="settles" value="([^"]+)"', page)[1]
    client.post(
        url,
        form_values(
            title="Bättre rubrik",
            association=[association.pk],
            frequency="weekly",
            count="2",
            version=published.version,
            settles=settles,
            wants="save",
        ),
    )

    assert 'value="Deras förslag"' in page
    assert Event.objects.get(pk=published.pk).title == "Bättre rubrik"
    assert not EventChange.objects.exists()


def test_a_conflict_about_times_shows_both_times(
    as_user: Any, published: Event, coordinator: Any, association: Any
) -> None:
    url = reverse("calendar_app:event_edit", args=[published.pk])
    values = form_values(
        association=[association.pk], frequency="weekly", count="4", version=published.version, wants="save"
    )
    client = as_user(coordinator)

    client.post(url, {**values, "starts": "17:00"})
    page = client.post(url, {**values, "starts": "19:00"}).content.decode()

    assert "17.00–20.00" in page
    assert "19.00–20.00" in page


def test_the_form_tells_of_a_change_that_waits(
    as_user: Any, published: Event, representative: Any, association: Any
) -> None:
    propose_event_change(
        published,
        content(association, title="Första försöket"),
        None,
        expected_version=published.version,
        actor=representative,
    )
    url = reverse("calendar_app:event_edit", args=[published.pk])
    row = published.occurrences.in_order()[1]
    client = as_user(representative)

    same = client.get(url).content.decode()
    other = client.get(f"{url}?tillfalle={row.pk}&galler=this").content.decode()

    assert 'value="Första försöket"' in same
    assert "Det du sparar nu ersätter den." in same
    assert 'value="Samtalsgrupp"' in other
    assert "Den gäller en annan del av aktiviteten." in other
