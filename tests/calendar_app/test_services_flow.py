"""An event's way from draft to archive, and what each step does to its times, its readers and its trail."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from calendar_app.models import Event, EventChange, EventSeries, Occurrence
from calendar_app.services import flow
from calendar_app.services.attachments import read_attachment, set_attachment
from calendar_app.services.content import EventContent, Repeat, TimePlan
from calendar_app.services.events import create_event, edit_event
from calendar_app.services.external import remove_external_event, sync_external_event
from calendar_app.services.privacy import forget_person, held_of_person
from calendar_app.services.series import STOCKHOLM
from common.actors import SYSTEM
from common.errors import DomainError
from common.models import CacheStamp, StatusChange, TrailEntry

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


def content(*associations: Any, **values: Any) -> EventContent:
    base = {"title": "Samtalsgrupp", "kind": "talk_group", "place": "Föreningshuset"}
    return EventContent(**{**base, "association_ids": tuple(one.pk for one in associations), **values})


def stamp() -> int:
    return CacheStamp.objects.filter(room="calendar").values_list("value", flat=True).first() or 0


@pytest.fixture
def draft(association: Any, representative: Any) -> Event:
    return create_event(content(association), plan(count=4), actor=representative)


@pytest.fixture
def published(draft: Event, coordinator: Any) -> Event:
    flow.publish_event(draft, actor=coordinator)
    return Event.objects.get(pk=draft.pk)


def test_from_draft_to_published_writes_status_trail_and_stamp(
    draft: Event, representative: Any, coordinator: Any
) -> None:
    flow.propose_event(draft, actor=representative)
    hidden = stamp()
    flow.publish_event(draft, actor=coordinator)

    draft.refresh_from_db()
    assert hidden == 0
    assert stamp() == 1
    assert draft.published_at is not None
    moves = StatusChange.objects.filter(object_type="calendar_app.event").order_by("pk")
    assert [row.target for row in moves] == ["draft", "proposed", "published"]
    assert TrailEntry.objects.filter(verb="publish_event", actor_id=coordinator.actor_id).exists()


@pytest.mark.parametrize("service", ["propose_event", "publish_event", "delete_draft"])
def test_strangers_move_nothing(draft: Event, other_representative: Any, outsider: Any, service: str) -> None:
    for user in (other_representative, outsider):
        with pytest.raises(DomainError):
            getattr(flow, service)(draft, actor=user)

    assert Event.objects.get().status == "draft"


def test_a_representative_publishes_only_when_every_organiser_is_trusted(
    association: Any, other_association: Any, representative: Any, coordinator: Any
) -> None:
    association.trusted = True
    association.save(update_fields=["trusted"])
    alone = create_event(content(association), plan(), actor=representative)
    shared = create_event(content(association, other_association), plan(), actor=coordinator)

    flow.publish_event(alone, actor=representative)
    with pytest.raises(DomainError):
        flow.publish_event(shared, actor=representative)

    assert Event.objects.get(pk=alone.pk).status == "published"
    assert Event.objects.get(pk=shared.pk).status == "draft"


def test_an_event_without_organiser_is_not_sent(association: Any, coordinator: Any, unit: Any) -> None:
    nobody = create_event(content(), plan(), actor=coordinator)

    with pytest.raises(DomainError, match="ordnar"):
        flow.publish_event(nobody, actor=coordinator)
    edit_event(nobody, content(unit_ids=(unit.pk,)), None, expected_version=1, actor=coordinator)
    flow.publish_event(nobody, actor=coordinator)

    assert Event.objects.get().status == "published"


def test_cancelling_is_immediate_for_the_association_and_keeps_the_place(
    published: Event, representative: Any, other_representative: Any, time_machine_at: Any
) -> None:
    own = published.occurrences.in_order()[2]
    flow.cancel_occurrence(own, actor=representative)
    time_machine_at("2026-10-15 09:00")
    before = stamp()

    with pytest.raises(DomainError):
        flow.cancel_event(published, actor=other_representative)
    flow.cancel_event(published, actor=representative)
    cancelled = [(row.status, row.sequence) for row in published.occurrences.in_order()]
    flow.restore_event(published, actor=representative)

    assert cancelled == [("planned", 0), ("cancelled", 1), ("cancelled", 1), ("cancelled", 1)]
    assert [(row.status, row.sequence) for row in published.occurrences.in_order()] == [
        ("planned", 0),
        ("planned", 2),
        ("cancelled", 1),
        ("planned", 2),
    ]
    assert stamp() == before + 2


def test_a_cancelled_event_is_restored_before_its_times_or_words_change(
    published: Event, association: Any, coordinator: Any
) -> None:
    row = published.occurrences.in_order()[0]
    flow.cancel_event(published, actor=coordinator)

    for attempt in (
        lambda: flow.restore_occurrence(row, actor=coordinator),
        lambda: flow.move_occurrence(row, row.start, row.end + timedelta(hours=1), actor=coordinator),
        lambda: edit_event(published, content(association), None, expected_version=None, actor=coordinator),
        lambda: flow.publish_event(published, actor=coordinator),
    ):
        with pytest.raises(DomainError):
            attempt()

    assert Event.objects.get().status == "cancelled"


def test_a_past_time_is_not_cancelled_and_a_cancelled_one_not_moved(
    published: Event, coordinator: Any, time_machine_at: Any
) -> None:
    first, second = published.occurrences.in_order()[:2]
    flow.cancel_occurrence(second, actor=coordinator)
    time_machine_at("2026-10-15 09:00")

    with pytest.raises(DomainError):
        flow.cancel_occurrence(first, actor=coordinator)
    with pytest.raises(DomainError):
        flow.move_occurrence(second, second.start, second.end + timedelta(hours=1), actor=coordinator)

    first.refresh_from_db()
    assert first.status == "planned"


def test_cancelling_twice_is_once(published: Event, coordinator: Any) -> None:
    row = published.occurrences.in_order()[0]

    flow.cancel_occurrence(row, actor=coordinator)
    flow.cancel_occurrence(row, actor=coordinator)

    row.refresh_from_db()
    assert row.sequence == 1


def test_moving_a_public_time_needs_the_right_to_publish(
    published: Event, representative: Any, coordinator: Any
) -> None:
    row = published.occurrences.in_order()[0]
    later = (row.start + timedelta(hours=1), row.end + timedelta(hours=1))

    with pytest.raises(DomainError):
        flow.move_occurrence(row, *later, actor=representative)
    flow.move_occurrence(row, *later, actor=coordinator)
    moved = row.is_moved
    flow.move_occurrence(row, row.original_start, row.end - timedelta(hours=1), actor=coordinator)

    row.refresh_from_db()
    assert moved
    assert not row.is_moved
    assert row.original_start is None
    assert row.sequence == 2


def test_bulk_publishing_takes_what_can_be_and_tells_why_not(
    association: Any, coordinator: Any, representative: Any
) -> None:
    good = create_event(content(association), plan(), actor=coordinator)
    bad = create_event(content(), plan(), actor=coordinator)
    hidden = create_event(content(association), plan(), actor=representative)

    outcome = flow.publish_events([good.pk, bad.pk, hidden.pk, 999_999], actor=coordinator)

    assert outcome.published == [good]
    assert [event for event, _ in outcome.refused] == [bad]
    assert Event.objects.get(pk=hidden.pk).status == "draft"


def test_a_removed_draft_comes_back_for_a_week(
    draft: Event, representative: Any, other_representative: Any, time_machine_at: Any
) -> None:
    flow.delete_draft(draft, actor=representative)
    seen = Event.objects.visible_to(representative).exists()
    theirs = list(Event.objects.deleted_by(other_representative))
    flow.restore_draft(draft, actor=representative)
    back = Event.objects.visible_to(representative).exists()
    flow.delete_draft(draft, actor=representative)
    time_machine_at("2026-10-13 09:00")
    flow.archive_past_events()

    assert not seen
    assert theirs == []
    assert back
    assert not Event.objects.exists()


def test_a_published_event_is_never_removed(published: Event, coordinator: Any, representative: Any) -> None:
    for user in (coordinator, representative):
        with pytest.raises(DomainError):
            flow.delete_draft(published, actor=user)

    assert Event.objects.get().status == "published"


def test_events_are_archived_when_the_last_time_has_been(
    published: Event, association: Any, coordinator: Any, time_machine_at: Any
) -> None:
    endless = create_event(content(association), plan(interval=1), actor=coordinator)
    flow.publish_event(endless, actor=coordinator)
    time_machine_at("2026-11-05 09:00")
    early = flow.archive_past_events()
    time_machine_at("2026-11-06 09:00")
    late = flow.archive_past_events()
    again = flow.archive_past_events()

    assert (early, late, again) == (0, 1, 0)
    assert Event.objects.get(pk=published.pk).status == "archived"
    assert Event.objects.get(pk=endless.pk).status == "published"
    assert StatusChange.objects.get(target="archived").actor_id == SYSTEM.actor_id


def test_endless_series_are_extended_once_for_each_day(
    association: Any, coordinator: Any, time_machine_at: Any
) -> None:
    event = create_event(content(association), plan(interval=1), actor=coordinator)
    flow.publish_event(event, actor=coordinator)
    first = event.occurrences.count()
    time_machine_at("2026-10-19 03:20")
    before = stamp()

    added = flow.extend_series()
    again = flow.extend_series()

    assert first == 78
    assert (added, again) == (2, 0)
    assert event.occurrences.count() == 80
    assert EventSeries.objects.get().expanded_to == date(2028, 4, 19)
    assert stamp() == before + 1


def test_a_split_off_or_ended_series_is_not_filled_again(
    association: Any, coordinator: Any, time_machine_at: Any
) -> None:
    event = create_event(content(association), plan(until=date(2026, 11, 11)), actor=coordinator)
    flow.publish_event(event, actor=coordinator)
    time_machine_at("2026-11-01 09:00")

    assert flow.extend_series() == 0
    assert event.occurrences.count() == 5


def test_another_rooms_event_is_shown_and_never_changed_here(
    unit: Any, coordinator: Any, association: Any
) -> None:
    council = content(unit_ids=(unit.pk,), title="Brukarråd", kind="meeting")

    event = sync_external_event("councils", "7", "/brukarrad/7/", council, plan(), actor=coordinator)
    before = stamp()
    moved = sync_external_event(
        "councils", "7", "/brukarrad/7/", council, plan(WEDNESDAY + timedelta(days=1)), actor=coordinator
    )
    for attempt in (
        lambda: edit_event(event, council, None, expected_version=None, actor=coordinator),
        lambda: flow.cancel_event(event, actor=coordinator),
        lambda: flow.cancel_occurrence(event.occurrences.get(), actor=coordinator),
    ):
        with pytest.raises(DomainError):
            attempt()
    sync_external_event(
        "councils", "7", "/brukarrad/7/", council, plan(WEDNESDAY + timedelta(days=1)), actor=coordinator,
        cancelled=True,
    )  # fmt: skip

    row = Occurrence.objects.get()
    assert moved == event
    assert row.is_moved
    assert row.is_cancelled
    assert Event.objects.get().status == "cancelled"
    assert stamp() > before
    remove_external_event("councils", "7", actor=coordinator)
    remove_external_event("councils", "7", actor=coordinator)
    assert not Event.objects.exists()


def test_visible_to_and_the_edit_rule_agree(
    draft: Event, representative: Any, other_representative: Any, coordinator: Any, outsider: Any
) -> None:
    for user in (representative, other_representative, outsider):
        user = User.objects.get(pk=user.pk)
        sees = Event.objects.visible_to(user).filter(pk=draft.pk).exists()
        assert user.has_perm("calendar_app.edit_event", draft) == sees

    assert not Event.objects.visible_to(coordinator).filter(pk=draft.pk).exists()


def test_a_former_representative_loses_the_drafts(draft: Event, representative: Any) -> None:
    representative.represents.update(ended_at=datetime(2026, 10, 1, tzinfo=STOCKHOLM))
    user = User.objects.get(pk=representative.pk)

    with pytest.raises(DomainError):
        flow.propose_event(draft, actor=user)

    assert not Event.objects.visible_to(user).exists()


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind, **options)
    return out.getvalue()


def test_pictures_lose_where_they_were_taken(draft: Event, representative: Any) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Kanariefågel"
    exif.get_ifd(0x8825)[1] = "N"
    upload = SimpleUploadedFile("Affisch hos Kim.jpeg", picture(exif=exif))

    set_attachment(draft, read_attachment(upload), actor=representative)

    draft.refresh_from_db()
    with draft.attachment.open() as file:
        stored = file.read()
    assert draft.attachment_name == "Affisch hos Kim.jpg"
    assert b"Kanarief" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("affisch.pdf", b"MZ\x90\x00 not a pdf"),
        SimpleUploadedFile("affisch.png", b"<svg onload='alert(1)'/>"),
        SimpleUploadedFile("affisch.jpg", picture()[:60]),
        SimpleUploadedFile("stor.pdf", b"%PDF-1.7\n" + b"x" * (5 * 1024 * 1024)),
    ],
    ids=["program", "svg", "torn", "huge"],
)
def test_wrong_files_are_refused_by_their_content(upload: SimpleUploadedFile) -> None:
    with pytest.raises(DomainError) as refused:
        read_attachment(upload)

    assert refused.value.field == "attachment"


def test_a_strangers_file_is_not_attached(
    draft: Event, representative: Any, other_representative: Any
) -> None:
    file = read_attachment(SimpleUploadedFile("a.png", picture("PNG")))

    with pytest.raises(DomainError):
        set_attachment(draft, file, actor=other_representative)
    set_attachment(draft, file, actor=representative)
    set_attachment(draft, None, remove=True, actor=representative)

    assert not Event.objects.get().attachment


def test_a_person_is_told_and_forgotten(
    association: Any, representative: Any, other_representative: Any, coordinator: Any, published: Event
) -> None:
    Event.objects.filter(pk=published.pk).update(contact_name="Rio", contact_email=representative.email)
    nobodys = create_event(content(title="Bara mitt"), plan(), actor=coordinator)
    waiting = EventChange.objects.create(
        event=published,
        scope="all",
        content={"title": "Ny", "contact_name": "Rio", "contact_email": representative.email.upper()},
        base_version=published.version,
        created_by=other_representative.actor_id,
    )
    ours = create_event(content(association, title="Vårt"), plan(), actor=coordinator)

    held = held_of_person(representative)
    forget_person(coordinator)
    left = set(Event.objects.values_list("pk", flat=True))
    forget_person(representative)

    published.refresh_from_db()
    assert [row["rubrik"] for row in held] == ["Samtalsgrupp"]
    assert (published.contact_name, published.contact_email) == ("", "")
    waiting.refresh_from_db()
    assert waiting.content == {"title": "Ny", "contact_name": "", "contact_email": "", "contact_phone": ""}
    assert nobodys.pk not in left
    assert ours.pk in left
