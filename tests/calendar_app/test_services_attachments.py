"""Files that nobody refers to any longer go; no other file ever does."""

import io
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text

from calendar_app.models import Event, EventChange
from calendar_app.services import changes, flow
from calendar_app.services.attachments import (
    KEPT_UNUSED,
    Attachment,
    forget_unused_files,
    read_attachment,
    set_attachment,
)
from calendar_app.services.content import content_of
from calendar_app.services.events import Scope
from calendar_app.tasks import forget_unused_files as daily_job
from common.errors import DomainError
from tests.calendar_app.factories import make_event, make_occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(association: Any) -> Event:
    return make_event(association, status="draft")


@pytest.fixture
def published(association: Any, coordinator: Any) -> Event:
    start = timezone.now() + timedelta(days=30)
    event = make_occurrence(start, association, place="Huset").event
    set_attachment(event, file(), actor=coordinator)
    return event


def file() -> Attachment:
    return Attachment(b"%PDF-1.7", "pdf", "affisch.pdf")


def stored(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def age(folder: Path, by: timedelta = KEPT_UNUSED + timedelta(hours=1)) -> None:
    """Make every stored file older."""
    moment = (timezone.now() - by).timestamp()
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def written_pdf(*, password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata(
        {"/Title": "Höstens program", "/Author": "Kanarie Personsson", "/Creator": "Kanarie 7"}
    )
    writer.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Kanarie</x:xmpmeta>"
    writer.add_annotation(0, Text(text="Se hit", rect=(10, 10, 40, 40), title_bar="Kanarie"))
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_programme_keeps_its_title_and_forgets_who_made_it() -> None:
    kept = read_attachment(SimpleUploadedFile("program.pdf", written_pdf())).content

    said = PdfReader(io.BytesIO(kept))
    assert said.metadata is not None
    assert (said.metadata.title, said.metadata.author, len(said.pages)) == ("Höstens program", None, 1)
    assert said.xmp_metadata is None
    assert b"Kanarie" not in kept
    assert b"Kanarie" in written_pdf()


@pytest.mark.parametrize(
    ("content", "words"),
    [(written_pdf(password="hemligt"), "låst med ett lösenord"), (b"%PDF-1.7\n%", "går inte att läsa")],
    ids=["locked", "broken"],
)
def test_a_pdf_that_cannot_be_cleaned_is_told(content: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        read_attachment(SimpleUploadedFile("program.pdf", content))


def test_a_replaced_file_goes_after_a_week_and_the_present_one_stays(
    draft: Event, representative: Any, tmp_path: Path
) -> None:
    set_attachment(draft, file(), actor=representative)
    set_attachment(draft, file(), actor=representative)
    assert len(stored(tmp_path)) == 2

    assert forget_unused_files() == 0
    age(tmp_path)
    daily_job()

    assert stored(tmp_path) == {draft.attachment.name}
    assert forget_unused_files() == 0


def test_a_removed_file_goes(draft: Event, representative: Any, tmp_path: Path) -> None:
    set_attachment(draft, file(), actor=representative)
    set_attachment(draft, None, remove=True, actor=representative)
    age(tmp_path)

    assert forget_unused_files() == 1

    assert not stored(tmp_path)


def test_a_young_file_stays_whoever_refers_to_it(draft: Event, representative: Any, tmp_path: Path) -> None:
    set_attachment(draft, file(), actor=representative)
    set_attachment(draft, None, remove=True, actor=representative)
    age(tmp_path, KEPT_UNUSED - timedelta(hours=1))

    assert forget_unused_files() == 0
    assert forget_unused_files(timezone.now() + timedelta(hours=2)) == 1


@pytest.mark.parametrize("approved", [True, False])
def test_the_files_of_a_waiting_change_and_of_what_it_changes_stay(
    published: Event, representative: Any, coordinator: Any, tmp_path: Path, *, approved: bool
) -> None:
    public_file = published.attachment.name
    changes.submit_edit(
        published,
        content_of(published),
        None,
        scope=Scope.ALL,
        expected_version=published.version,
        attachment=file(),
        actor=representative,
    )
    waiting_file = EventChange.objects.get().attachment.name
    age(tmp_path)

    assert forget_unused_files() == 0
    assert stored(tmp_path) == {public_file, waiting_file}
    if approved:
        changes.approve_event_change(published, actor=coordinator)
    else:
        changes.withdraw_event_change(published, actor=representative)

    assert forget_unused_files() == 1
    assert stored(tmp_path) == {waiting_file if approved else public_file}


def test_a_replaced_change_keeps_its_file_only_when_the_form_showed_it(
    published: Event, representative: Any
) -> None:
    def send(attachment: Attachment | None = None, **more: Any) -> EventChange:
        changes.submit_edit(
            published,
            content_of(published),
            None,
            expected_version=published.version,
            attachment=attachment,
            actor=representative,
            **more,
        )
        return EventChange.objects.get()

    first = send(file()).attachment.name
    shown = send(settles=EventChange.objects.get().pk)
    unseen = send()

    assert shown.attachment.name == first
    assert (unseen.attachment.name, unseen.removes_attachment) == ("", False)
    wish = send(remove_attachment=True)
    assert wish.removes_attachment
    assert send(settles=wish.pk).removes_attachment


def test_a_deleted_draft_keeps_its_file_since_it_can_come_back(
    draft: Event, representative: Any, tmp_path: Path
) -> None:
    set_attachment(draft, file(), actor=representative)
    flow.delete_draft(draft, actor=representative)
    age(tmp_path)

    assert forget_unused_files() == 0
    assert stored(tmp_path) == {Event.objects.get().attachment.name}


def test_a_file_that_two_parts_of_a_series_show_stays_while_one_does(
    draft: Event, representative: Any, association: Any, tmp_path: Path
) -> None:
    set_attachment(draft, file(), actor=representative)
    other = make_event(association)
    Event.objects.filter(pk=other.pk).update(attachment=draft.attachment.name)
    set_attachment(draft, None, remove=True, actor=representative)
    age(tmp_path)

    assert forget_unused_files() == 0
    Event.objects.filter(pk=other.pk).update(attachment="")
    assert forget_unused_files() == 1


def test_what_others_keep_in_store_is_not_touched(tmp_path: Path) -> None:
    store = Event._meta.get_field("attachment").storage
    kept = {
        store.save(name, ContentFile(b"x"))
        for name in ("imports/2026/10/fil.csv", "calendar/annat/fil.pdf", "editions/2026/fil.pdf")
    }
    age(tmp_path)

    assert forget_unused_files() == 0

    assert stored(tmp_path) == kept


def test_an_empty_store_is_no_trouble() -> None:
    assert forget_unused_files(datetime.fromisoformat("2026-10-05T03:40:00+00:00")) == 0


def test_the_clock_asks_daily() -> None:
    from inflytande.celery import app

    entry = app.conf.beat_schedule["forget-unused-files"]
    assert entry["task"] == daily_job.name
    # Two days: on the day the clock goes back, one is too short for an hour.
    assert entry["schedule"].is_due(timezone.now() - timedelta(days=2)).is_due
