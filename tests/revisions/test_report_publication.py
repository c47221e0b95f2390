"""Publication when it goes wrong: two at once, a worker killed with half a file written, a lead who never said yes."""

import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as portal
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from common import editions, outbox
from common.actors import SYSTEM
from common.errors import DomainError, EditConflictError
from common.models import Edition, OutboxMessage, StatusChange
from revisions.models import UserAudit
from revisions.queries.report_data import edition_key, fingerprint, report_data
from revisions.services import publication, reply
from revisions.services.report import save_chapter
from tests.revisions.conftest import Team
from tests.revisions.report_factories import make_draft

pytestmark = pytest.mark.django_db(transaction=True)

#: Draws and begins to write the file, says so, and waits to be killed.
WORKER = """
import sys, time, uuid
import django
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from common import editions
settings.MEDIA_ROOT = sys.argv[2]

class Slow(ContentFile):
    def chunks(self, chunk_size=None):
        yield self.read(20_000)
        print("half", flush=True)
        time.sleep(600)

editions.ContentFile = Slow
editions.render_edition(uuid.UUID(sys.argv[1]))
"""


@pytest.fixture
def out(team: Team, unit_manager: Any) -> UserAudit:
    """A report whose time to read is out, and that nobody has said a word about."""
    audit = make_draft(team)
    reply.send_for_reply(audit, actor=team.lead)
    audit.reply_windows.update(sent_on=date(2026, 1, 7), ends_on=date(2026, 2, 4))
    audit.refresh_from_db()
    return audit


def _approve(audit: UserAudit, team: Team) -> None:
    publication.approve_report(audit, fingerprint(report_data(audit)), actor=team.lead)


def _words(name: str, audit: UserAudit) -> str:
    return " ".join(Client().get(reverse(f"audits:{name}", args=[audit.slug])).content.decode().split())


def test_the_lead_and_the_worker_publish_at_once_and_it_is_published_once(out: UserAudit, team: Team) -> None:
    _approve(out, team)
    letters = OutboxMessage.objects.filter(kind="mail").count()
    gate = Barrier(4)

    def run(actor: Any) -> Any:
        gate.wait()
        try:
            if actor is None:
                return publication.publish_due()
            return publication.publish_report(UserAudit.objects.get(pk=out.pk), actor=actor)
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, (team.lead, SYSTEM, None, team.lead)))

    edition = Edition.objects.get(key=edition_key(out))
    assert {one.pk for one in done if isinstance(one, Edition)} == {edition.pk}
    assert not any(isinstance(one, DomainError) for one in done)
    assert Edition.objects.filter(key=edition_key(out, "revisions.summary")).count() == 1
    assert StatusChange.objects.filter(target="published").count() == 1
    # One letter each to the lead, two auditors and who ordered the audit.
    assert OutboxMessage.objects.filter(kind="mail").count() == letters + 4


def test_two_who_save_a_chapter_at_once_keep_both_texts(out: UserAudit, team: Team) -> None:
    gate = Barrier(2)

    def save(person: Any, text: str) -> Any:
        gate.wait()
        try:
            return save_chapter(out, "discussion", text, expected_version=0, actor=person)
        except EditConflictError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(save, (team.auditor, team.second), ("Alvas tanke.", "Stures tanke.")))

    (conflict,) = (one for one in done if isinstance(one, EditConflictError))
    assert set(conflict.changed["Texten"]) == {"Alvas tanke.", "Stures tanke."}
    assert out.chapters.get(kind="discussion").version == 1


def test_a_file_that_failed_is_told_and_made_when_somebody_tries_again(
    out: UserAudit, team: Team, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(edition: Edition) -> tuple[bytes, int]:
        raise ZeroDivisionError

    _approve(out, team)
    with monkeypatch.context() as broken:
        broken.setitem(editions._renderers, "revisions.report", fail)
        publication.publish_report(out, actor=team.lead)
    client.force_login(team.auditor)
    page = client.get(reverse("revisions:report_progress", args=[out.pk, 1])).content.decode()
    public = _words("report", out)
    again = client.post(reverse("revisions:report_retry", args=[out.pk, 1]), follow=True).content.decode()

    assert "Det gick inte att göra alla filer." in page
    assert "Inget svar inkom." in public
    assert "Utgåvan är klar." in again


def test_a_worker_killed_with_half_a_file_written_leaves_one_whole_edition(
    out: UserAudit, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_hand_over", lambda pk: None)
    _approve(out, team)
    edition = publication.publish_report(out, actor=team.lead)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(edition.pk), str(portal.MEDIA_ROOT)],
        stdout=subprocess.PIPE, text=True, cwd=portal.BASE_DIR, env=_same_database(),
    )  # fmt: skip
    assert worker.stdout is not None
    assert worker.stdout.readline() == "half\n"
    worker.kill()
    worker.communicate()
    edition.refresh_from_db()
    half = [one for one in Path(portal.MEDIA_ROOT).rglob(f"{edition.pk}*") if one.is_file()]

    assert (edition.state, edition.file.name) == (Edition.State.RENDERING, "")
    assert [one.stat().st_size for one in half] == [20_000]
    assert "Filen är inte klar ännu" in _words("report_pdf", out)
    assert editions.resume_editions() == 0
    Edition.objects.filter(pk=edition.pk).update(claimed_at=timezone.now() - timedelta(minutes=16))
    assert editions.resume_editions() == 1
    editions.render_edition(edition.pk)

    edition.refresh_from_db()
    answer = Client().get(reverse("audits:report_pdf", args=[out.slug]))
    content = b"".join(answer)  # type: ignore[arg-type]
    assert Edition.objects.filter(key=edition_key(out)).count() == 1
    assert hashlib.sha256(content).hexdigest() == edition.sha256
    assert len(PdfReader(io.BytesIO(content)).pages) == edition.pages


def test_not_approved_in_time_it_is_our_delay_until_the_lead_says_yes(
    out: UserAudit, team: Team, mailoutbox: list[Any]
) -> None:
    public = _words("audit", out)
    refused = Client().get(reverse("audits:report", args=[out.slug])).status_code
    published = publication.publish_due()
    (letter,) = (one for one in mailoutbox if one.to == [team.lead.email])
    save_chapter(out, "summary", "Läst en gång till.", expected_version=1, actor=team.auditor)
    _approve(out, team)

    assert "Rapporten är försenad hos oss." in public
    assert (refused, published) == (404, 0)
    assert out.title not in letter.subject + letter.body
    assert publication.publish_due() == 1
    edition = Edition.objects.get(key=edition_key(out))
    editions.render_edition(edition.pk)
    edition.refresh_from_db()
    page = _words("report", out)
    assert "försenad" not in _words("audit", out)
    assert "Läst en gång till." in page
    assert "Inget svar inkom." in page
    with edition.file.open() as file:
        paper = "".join("".join(one.extract_text() for one in PdfReader(file).pages).split())
    assert "Ingetsvarinkom." in paper


def _same_database() -> dict[str, str]:
    """The environment of another process that works in this test's database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return os.environ | {
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    }
