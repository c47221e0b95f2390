"""Public pages are valid HTML (Nu HTML checker)."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from common.actors import SYSTEM
from common.swedish import today
from councils.models import AgendaItem, DialogueMeeting, Minutes, MinutesEdition
from councils.queries.minutes_text import minutes_content
from organisations.models import Area
from pages.content.shipped import load_demo_news, load_shipped_pages
from pages.models import NewsPage
from tests.councils.build import make_council, make_meeting
from tests.tools import html_checker

PAGES = (
    "/", "/kalender/", "/foreningar/", "/konto/logga-in/", "/finns-inte/", "/brukarrevisioner/", "/du-sa-vi-gjorde/",
    "/sok/", "/sok/?q=foreningarnas", "/aktuellt/", "/sa-paverkar-du/", "/sa-paverkar-du/lagar/", "/delaktighetstrappan/",
    "/delaktighetstrappan/vilket-steg/", "/suomeksi/", "/tillganglighet/", "/tillganglighet/rapportera/", "/integritet/",
    "/integritet/kakor/", "/sa-lamnar-du-inga-spar/", "/hjalp/", "/kontakt/", "/engagera-dig/",
    "/engagera-dig/brukarrevisor/", "/checklista/",
)  # fmt: skip


def _councils() -> list[str]:
    """A dialogue meeting that was held and whose minutes are published, and every public page it leads to."""
    area = Area.objects.create(name="Gästrikland", slug="gastrikland", order=1)
    council = make_council("Dialogmöten i Gästrikland", kind="dialogue_area", area=area)
    meeting = make_meeting(council, today() - timedelta(days=2), status="held")
    DialogueMeeting.objects.create(
        meeting=meeting, users_count=9, heard="Många väntar länge.\n\nIngen svarar.", claimed_step=3
    )
    AgendaItem.objects.create(council=council, meeting=meeting, state="treated", title="Väntan", position=1)
    content = minutes_content(meeting) | {"kind": "notes", "number": 1, "published_on": str(today())}
    minutes = Minutes.objects.create(
        meeting=meeting,
        kind="notes",
        status="published",
        frozen=content,
        sent_at=timezone.now(),
        fingerprint="x",
        published_at=timezone.now(),
    )
    MinutesEdition.objects.create(
        minutes=minutes, number=1, content=content, fingerprint="x", published_at=timezone.now()
    )
    make_meeting(council)
    page = council.get_absolute_url()
    year = meeting.day.year
    return [
        "/brukarrad/", f"/brukarrad/arshjul/{year}/", "/dialogmoten/", page, f"{page}arkiv/{year}/",
        meeting.get_absolute_url(),
    ]  # fmt: skip


@pytest.mark.django_db
def test_public_pages_are_valid_html(client: Client, tmp_path: Path) -> None:
    checker = html_checker()
    load_shipped_pages(actor=SYSTEM)
    load_demo_news(actor=SYSTEM)
    news = NewsPage.objects.for_listing()[0].get_url()
    for number, path in enumerate((*PAGES, news, *_councils())):
        answer = client.get(path)
        assert answer.status_code == (404 if path == "/finns-inte/" else 200), path
        (tmp_path / f"{number:02}{path.replace('/', '_')[:40]}.html").write_bytes(answer.content)

    found = subprocess.run(
        [*checker, "--errors-only", "--format", "gnu", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    # Java says so when its options come from the environment.
    said = [line for line in found.stderr.splitlines() if not line.startswith("Picked up ")]
    assert said == []
    assert found.returncode == 0
