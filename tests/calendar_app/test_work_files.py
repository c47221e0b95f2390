"""Attachments: who gets them, and that they never run in the portal's name."""

import io
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from calendar_app.models import Event, EventChange
from calendar_app.services import flow
from calendar_app.services.content import EventContent, TimePlan
from calendar_app.services.events import create_event
from calendar_app.services.series import STOCKHOLM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_october(time_machine_at: Any) -> None:
    time_machine_at("2026-10-05 09:00")


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return SimpleUploadedFile("Affisch åäö.png", out.getvalue(), "image/png")


def values(**more: Any) -> dict[str, Any]:
    return {
        "title": "Studiecirkel",
        "kind": "study_circle",
        "description": "Vi läser.",
        "day": "2026-10-14",
        "starts": "18:00",
        "ends": "20:00",
        "municipality": "county",
        "attendance": "on_site",
        "place": "Biblioteket",
        "audiences": ["users"],
        "contact_email": "hej@forening.example.org",
        "no_private_names": "on",
        **more,
    }


@pytest.fixture
def event(client: Client, representative: Any) -> Event:
    """A draft with a poster, made through the form."""
    client.force_login(representative)
    client.post(reverse("calendar_app:event_new"), values(wants="draft", attachment=picture()))
    client.logout()
    return Event.objects.get()


def body(response: Any) -> bytes:
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_a_drafts_poster_is_for_its_association_alone(
    client: Client, event: Event, representative: Any, other_representative: Any, coordinator: Any
) -> None:
    url = reverse("calendar_app:attachment", args=[event.pk])

    for user in (None, other_representative, coordinator):
        if user:
            client.force_login(user)
        assert client.get(url).status_code == 404
        client.logout()
    client.force_login(representative)
    response = client.get(url)

    assert response.status_code == 200
    assert body(response).startswith(b"\x89PNG")


def test_a_public_poster_is_downloaded_and_never_run(client: Client, event: Event, coordinator: Any) -> None:
    Event.objects.filter(pk=event.pk).update(status="proposed")
    event.refresh_from_db()
    flow.publish_event(event, actor=coordinator)

    response = client.get(reverse("calendar_app:attachment", args=[event.pk]))

    body(response)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "image/png"


def test_a_wrong_file_is_told_and_the_text_stays(client: Client, representative: Any) -> None:
    client.force_login(representative)
    wrong = SimpleUploadedFile("affisch.pdf", b"<html><script>alert(1)</script></html>")

    page = client.post(reverse("calendar_app:event_new"), values(wants="propose", attachment=wrong))

    text = page.content.decode()
    assert "Filen går inte att använda." in text
    assert 'value="Studiecirkel"' in text
    assert not Event.objects.exists()


def test_a_poster_is_removed_by_its_box(client: Client, event: Event, representative: Any) -> None:
    client.force_login(representative)
    url = reverse("calendar_app:event_edit", args=[event.pk])

    kept = values(wants="draft", version=event.version)
    client.post(url, kept)
    with_poster = Event.objects.get().attachment_name
    client.post(url, {**kept, "version": event.version + 1, "attachment-clear": "on"})

    assert with_poster == "Affisch åäö.png"
    assert not Event.objects.get().attachment


def test_a_new_poster_of_a_public_event_waits_with_its_change(
    client: Client, association: Any, representative: Any, coordinator: Any
) -> None:
    start = datetime.combine(date(2026, 10, 14), time(18), STOCKHOLM)
    content = EventContent(title="Möte", kind="meeting", association_ids=(association.pk,), place="Huset")
    event = create_event(content, TimePlan(start=start, end=start.replace(hour=20)), actor=representative)
    flow.propose_event(event, actor=representative)
    flow.publish_event(event, actor=coordinator)
    event.refresh_from_db()

    client.force_login(representative)
    client.post(
        reverse("calendar_app:event_edit", args=[event.pk]),
        values(wants="save", version=event.version, attachment=picture()),
    )
    waiting = client.get(reverse("calendar_app:change_attachment", args=[event.pk]))
    client.logout()
    public = client.get(reverse("calendar_app:attachment", args=[event.pk]))
    client.force_login(coordinator)
    client.post(reverse("calendar_app:event_change", args=[event.pk]), {"decision": "approve"})

    assert waiting.status_code == 200
    assert public.status_code == 404
    assert Event.objects.get().attachment_name == "Affisch åäö.png"
    assert not EventChange.objects.exists()
    body(waiting)
