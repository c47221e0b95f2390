import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import editions
from common.models import Edition


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setitem(editions._renderers, "prov", lambda edition: (edition.data["text"].encode(), 1))
    return "prov"


def make(kind, actor, text="ett"):
    return editions.request_edition(
        kind=kind, key="prov:2026-12", title="Prov", data={"text": text}, actor=actor
    )


def content_of(edition):
    with edition.file.open() as file:
        return file.read()


def test_editions_of_one_document_are_numbered_in_order(kind, coordinator):
    first, second = make(kind, coordinator), make(kind, coordinator)

    assert (first.number, second.number) == (1, 2)


def test_a_rendered_edition_is_kept_with_its_hash(kind, coordinator):
    edition = make(kind, coordinator)

    editions.render_edition(edition.pk)

    edition.refresh_from_db()
    assert edition.state == Edition.State.READY
    assert content_of(edition) == b"ett"
    assert edition.sha256 == hashlib.sha256(b"ett").hexdigest()
    assert editions.latest_ready("prov:2026-12") == edition


def test_a_second_worker_does_not_render_it_again(kind, coordinator, monkeypatch):
    edition = make(kind, coordinator)
    editions.render_edition(edition.pk)
    monkeypatch.setitem(editions._renderers, "prov", lambda edition: (b"annat", 1))

    editions.render_edition(edition.pk)

    edition.refresh_from_db()
    assert content_of(edition) == b"ett"


def test_a_failed_rendering_is_visible_and_leaves_the_earlier_edition_in_use(kind, coordinator, monkeypatch):
    first = make(kind, coordinator)
    editions.render_edition(first.pk)
    second = make(kind, coordinator)

    def fail(edition):
        raise ZeroDivisionError

    monkeypatch.setitem(editions._renderers, "prov", fail)
    with pytest.raises(ZeroDivisionError):
        editions.render_edition(second.pk)

    second.refresh_from_db()
    assert second.state == Edition.State.FAILED
    assert editions.latest_ready("prov:2026-12") == first


def test_what_a_killed_worker_left_is_queued_again_and_told_as_failed_after_a_day(kind, coordinator):
    edition = make(kind, coordinator)
    now = timezone.now()
    rows = Edition.objects.filter(pk=edition.pk)

    rows.update(state="rendering", claimed_at=now - timedelta(minutes=14))
    in_hand = editions.resume_editions()
    rows.update(claimed_at=now - timedelta(minutes=16))
    left = editions.resume_editions()
    rows.update(state="queued", created_at=now - timedelta(minutes=16))
    lost = editions.resume_editions()
    rows.update(state="rendering", created_at=now - timedelta(days=2), claimed_at=now - timedelta(minutes=16))
    given_up = editions.resume_editions()

    assert (in_hand, left, lost, given_up) == (0, 1, 1, 0)
    assert rows.get().state == Edition.State.FAILED


def test_a_worker_so_slow_that_another_took_over_changes_nothing(kind, coordinator, monkeypatch, settings):
    edition = make(kind, coordinator)

    def slow(edition):
        Edition.objects.filter(pk=edition.pk).update(claimed_at=timezone.now() - timedelta(minutes=16))
        monkeypatch.setitem(editions._renderers, "prov", lambda edition: (b"den andra", 1))
        editions.render_edition(edition.pk)
        return b"den forsta", 1

    monkeypatch.setitem(editions._renderers, "prov", slow)
    editions.render_edition(edition.pk)

    edition.refresh_from_db()
    assert content_of(edition) == b"den andra"
    assert edition.sha256 == hashlib.sha256(b"den andra").hexdigest()
    assert len(list(settings.MEDIA_ROOT.rglob("*.pdf"))) == 1


def test_the_database_refuses_one_number_twice_and_a_ready_edition_without_a_file(kind, coordinator):
    edition = make(kind, coordinator)

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            key=edition.key, number=1, kind=kind, title="Prov", actor_id=coordinator.actor_id
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(state="ready")
