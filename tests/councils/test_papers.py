"""Papers: checked by content, freed of authors, late for all to see, out once, in one printable file."""

import hashlib
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader, PdfWriter

from common.editions import render_edition
from common.errors import DomainError
from common.models import Edition, OutboxMessage
from common.swedish import today
from councils.meeting_words import papers_record
from councils.models import AgendaItem, Council, Meeting, Minutes, MinutesEdition, Paper
from councils.print_pack import newest_pack, request_pack
from councils.services.agenda import ItemFacts, add_item
from councils.services.calling import call_meeting
from councils.services.minutes import send_minutes
from councils.services.notes import save_note
from councils.services.papers import MOST_BYTES, add_paper, read_paper, remove_paper, send_papers_out
from tests.councils.build import make_meeting
from tests.pdf.checks import assert_passes_both_checkers


def a_pdf(pages: int = 1, author: str = "Kim Hemlig") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Author": author})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def an_office_file(main: str = "word/document.xml", **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(main, "<document>Förslag till arbetsordning</document>")
        packed.writestr("docProps/core.xml", "<p><dc:creator>Kim Hemlig</dc:creator></p>")
        for name, content in more.items():
            packed.writestr(name, content)
    return out.getvalue()


def upload(content: bytes, name: str = "handling.pdf") -> Any:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (a_pdf(), "pdf"),
        (an_office_file(), "docx"),
        (an_office_file("xl/workbook.xml"), "xlsx"),
    ],
)
def test_a_file_is_what_its_content_is_and_tells_not_who_wrote_it(content: bytes, ending: str) -> None:
    checked = read_paper(upload(content, "vad-som-helst.exe"))

    assert checked.ending == ending
    text = checked.content
    if ending != "pdf":
        with zipfile.ZipFile(io.BytesIO(checked.content)) as packed:
            text = packed.read("docProps/core.xml")
    assert b"Kim Hemlig" not in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90\x00 ett program", "Filen går inte att använda"),
        (b"<html><script>alert(1)</script>", "Filen går inte att använda"),
        (an_office_file("inget.xml"), "Filen går inte att använda"),
        (an_office_file(**{"word/vbaProject.bin": b"x"}), "makron"),
        (b"%PDF-1.7 trasig", "går inte att läsa"),
        (b"PK\x03\x04 trasig", "Filen går inte att använda"),
    ],
)
def test_what_is_no_paper_is_refused_kindly(content: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence) as refused:
        read_paper(upload(content))

    assert refused.value.field == "file"


def test_thirty_megabytes_are_refused_before_they_are_read() -> None:
    big = upload(a_pdf())
    big.size = MOST_BYTES + 10 * 1024 * 1024

    with pytest.raises(DomainError, match="högst 20 MB"):
        read_paper(big)


def test_a_paper_after_the_day_is_late_and_the_same_file_comes_once(
    council: Any, secretary: Any, member: Any
) -> None:
    meeting = make_meeting(council, papers_due=today())
    late = make_meeting(council, today() + timedelta(days=5), papers_due=today() - timedelta(days=1))
    checked = read_paper(upload(a_pdf()))

    assert not add_paper(meeting, checked, title="Budget", actor=secretary).is_late
    assert add_paper(late, checked, title="Budget", actor=secretary).is_late
    with pytest.raises(DomainError, match="finns redan"):
        add_paper(meeting, checked, title="Budget igen", actor=secretary)
    with pytest.raises(DomainError):
        add_paper(meeting, read_paper(upload(a_pdf(2))), title="Min", actor=member)


def test_a_removed_paper_takes_its_file_along(
    council: Any, secretary: Any, django_capture_on_commit_callbacks: Any
) -> None:
    paper = add_paper(make_meeting(council), read_paper(upload(a_pdf())), title="Budget", actor=secretary)
    store, name = paper.file.storage, paper.file.name

    with django_capture_on_commit_callbacks(execute=True):
        remove_paper(paper, actor=secretary)
        remove_paper(paper, actor=secretary)

    assert not store.exists(name)


def test_papers_are_out_once_and_whether_in_time_stands_for_all(
    council: Any, secretary: Any, member: Any
) -> None:
    meeting = make_meeting(council, status="planned")
    add_paper(meeting, read_paper(upload(a_pdf())), title="Budget", actor=secretary)
    with pytest.raises(DomainError, match="kallelsen först"):
        send_papers_out(meeting, actor=secretary)
    call_meeting(meeting, actor=secretary)

    out = send_papers_out(meeting, actor=secretary)
    again = send_papers_out(meeting, actor=secretary)

    assert out.papers_out_at == again.papers_out_at
    assert papers_record(out) == ("done", "Handlingarna kom ut i tid")
    subjects = [one.payload["subject"] for one in OutboxMessage.objects.filter(kind="mail")]
    assert subjects.count("Handlingarna till mötet finns nu") == 1
    # A letter is read like a postcard.
    told = " ".join(one.payload["body"] for one in OutboxMessage.objects.filter(kind="mail"))
    assert ("Budget" in told, told.count("en handling")) == (False, 2)
    out.papers_out_at = timezone.now() + timedelta(days=(out.papers_due - today()).days + 3)
    assert papers_record(out) == ("late", "Handlingarna kom ut tre dagar för sent")
    out.papers_out_at, out.papers_due = None, today() - timedelta(days=1)
    assert papers_record(out)[0] == "late"


def answer_to(client: Any, address: str) -> int:
    response = client.get(address)
    # Read to its end, or the file stays open.
    assert not response.streaming or b"".join(response.streaming_content).startswith(b"%PDF")
    return int(response.status_code)


def test_a_pack_with_a_paper_that_is_removed_is_handed_to_nobody_and_made_anew_in_one_press(
    council: Any, secretary: Any, member: Any, signed_in: Any
) -> None:
    meeting = Meeting.objects.select_related("council").get(pk=make_meeting(council).pk)
    wrong = add_paper(meeting, read_paper(upload(a_pdf())), title="Fel fil", actor=secretary)
    add_paper(meeting, read_paper(upload(a_pdf(2))), title="Budget", actor=secretary)
    pack_of(meeting, secretary)
    page = f"/rad/moten/{meeting.pk}/"
    pack = reverse("councils:pack", args=[meeting.pk, "vanlig"])
    assert answer_to(signed_in(member), pack) == 200
    assert "Ändrat sedan utskriften" not in signed_in(member).get(page).content.decode()

    # Something more: the pack is true, but not all.
    more = add_paper(meeting, read_paper(upload(a_pdf(3))), title="Karta", actor=secretary)
    assert "Ändrat sedan utskriften gjordes" in signed_in(member).get(page).content.decode()
    assert answer_to(signed_in(member), pack) == 200
    remove_paper(more, actor=secretary)
    remove_paper(wrong, actor=secretary)
    told = signed_in(member).get(page).content.decode()

    assert answer_to(signed_in(member), pack) == 302
    assert ("lämnas inte ut" in told, f'href="{pack}"' in told) == (True, False)
    signed_in(secretary).post(reverse("councils:pack_request", args=[meeting.pk, "vanlig"]))
    render_edition(newest_pack(meeting, large=False).pk)
    assert answer_to(signed_in(member), pack) == 200
    assert "Fel fil" not in words_of(pack_of(meeting, secretary))


@pytest.mark.parametrize("large", [False, True])
def test_the_pack_is_tagged_and_holds_the_agenda(
    council: Any, secretary: Any, tmp_path: Path, large: bool
) -> None:
    meeting = make_meeting(council)
    for number, title in enumerate(("Mötet öppnas", "Väntetider till första besöket")):
        AgendaItem.objects.create(
            council=council, meeting=meeting, state="placed", title=title, position=number, minutes=15
        )
    add_paper(meeting, read_paper(upload(an_office_file())), title="Arbetsordning", actor=secretary)

    edition = request_pack(meeting, large=large, actor=secretary)
    render_edition(edition.pk)

    edition.refresh_from_db()
    with edition.file.open("rb") as file:
        content = file.read()
    assert_passes_both_checkers(content, tmp_path)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "13.15" in text
    assert "Väntetider till första besöket" in text
    assert "Arbetsordning" in text
    assert request_pack(meeting, large=large, actor=secretary).pk == edition.pk


def test_papers_in_pdf_follow_after_our_own_pages_and_a_lost_file_is_told(
    council: Any, secretary: Any
) -> None:
    meeting = make_meeting(council)
    add_paper(meeting, read_paper(upload(a_pdf(3))), title="Budget", actor=secretary)
    lost = add_paper(meeting, read_paper(upload(a_pdf(2))), title="Borta", actor=secretary)
    lost.file.storage.delete(lost.file.name)

    edition = request_pack(meeting, large=False, actor=secretary)
    render_edition(edition.pk)

    edition.refresh_from_db()
    assert edition.pages == 1 + 3
    with edition.file.open("rb") as file:
        content = file.read()
    reader = PdfReader(io.BytesIO(content))
    assert "gick inte att läsa in" in reader.pages[0].extract_text()
    # With others' pages in it the file no longer says that all of it is tagged.
    assert b"pdfuaid" not in reader.root_object["/Metadata"].get_data() or (
        b"<pdfuaid:part>" not in reader.root_object["/Metadata"].get_data()
    )
    assert newest_pack(meeting, large=False) == edition
    assert Paper.objects.count() == 2


def test_the_large_pack_takes_the_large_notes_and_says_whom_to_ask_about_papers(
    council: Any, secretary: Any
) -> None:
    Council.objects.filter(pk=council.pk).update(contact_name="Samordnaren", contact_phone="+46701740607")
    earlier = make_meeting(council, today() - timedelta(days=60), status="held")
    minutes = Minutes.objects.create(
        meeting=earlier,
        kind="notes",
        status="published",
        frozen={"items": []},
        sent_at=timezone.now(),
        fingerprint="x",
        published_at=timezone.now(),
    )
    sizes = {
        name: Edition.objects.create(
            kind=f"councils.{name}", key=name, number=1, state="ready", title=name, actor_id=uuid4(),
            file=ContentFile(content, f"{name}.pdf"), sha256=hashlib.sha256(content).hexdigest(),
        )
        for name, content in (("document", a_pdf(2)), ("large_print", a_pdf(5)))
    }  # fmt: skip
    MinutesEdition.objects.create(
        minutes=minutes, number=1, content={}, fingerprint="x", published_at=timezone.now(), **sizes
    )
    meeting = Meeting.objects.select_related("council").get(pk=make_meeting(council).pk)
    add_paper(meeting, read_paper(upload(a_pdf(3))), title="Budget", actor=secretary)

    pages = {}
    for large in (False, True):
        edition = request_pack(meeting, large=large, actor=secretary)
        render_edition(edition.pk)
        edition.refresh_from_db()
        with edition.file.open("rb") as file:
            pages[large] = [page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages]

    assert len(pages[False]) == 1 + 2 + 3
    told = " ".join(" ".join(pages[True][:-8]).split())
    assert "Handlingarna är inte i stor stil." in told
    assert "Samordnaren, 070-174 06 07" in told
    assert "stor stil" not in " ".join(pages[False])


def pack_of(meeting: Meeting, secretary: Any, *, large: bool = False) -> PdfReader:
    edition = request_pack(meeting, large=large, actor=secretary)
    render_edition(edition.pk)
    edition.refresh_from_db()
    with edition.file.open("rb") as file:
        return PdfReader(io.BytesIO(file.read()))


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_pack_takes_the_notes_of_the_meeting_before_marked_and_no_draft(
    council: Any, secretary: Any, chair: Any, tmp_path: Path
) -> None:
    longer_ago, before = (
        make_meeting(council, today() - timedelta(days=days), status="held") for days in (90, 30)
    )
    for made, text in ((longer_ago, "Det gamla mötet"), (before, "Breven är svåra att läsa.")):
        row = add_item(made, ItemFacts(title="Kallelser"), form_key=uuid4(), actor=secretary)
        save_note(row, text, expected_version=0, actor=secretary)
    meeting = Meeting.objects.select_related("council").get(pk=make_meeting(council).pk)
    AgendaItem.objects.create(council=council, meeting=meeting, state="placed", title="Ett", minutes=15)

    draft = words_of(pack_of(meeting, secretary))
    send_minutes(before, kind="notes", approvers=[], views_until=today(), actor=secretary)
    reader = pack_of(meeting, secretary)
    sent = words_of(reader)

    assert "inte klara än" in draft
    assert "Breven är svåra" not in draft
    assert "Utsända för synpunkter, inte godkända än." in sent
    assert "Breven är svåra att läsa." in sent
    assert "Det gamla mötet" not in sent
    with newest_pack(meeting, large=False).file.open("rb") as file:
        assert_passes_both_checkers(file.read(), tmp_path)


def test_pictures_become_pages_and_office_files_are_told_where_to_find(council: Any, secretary: Any) -> None:
    meeting = make_meeting(council)
    for width, kind in ((300, "PNG"), (60, "JPEG")):
        picture = io.BytesIO()
        Image.new("RGB", (width, 120), "navy").save(picture, kind)
        add_paper(meeting, read_paper(upload(picture.getvalue())), title=f"Karta {kind}", actor=secretary)
    add_paper(meeting, read_paper(upload(an_office_file())), title="Arbetsordning", actor=secretary)

    reader = pack_of(meeting, secretary)

    assert len(reader.pages) == 1 + 2
    sizes = [
        (round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in reader.pages[1:]
    ]
    assert sizes == [(842, 595), (595, 842)]
    told = words_of(reader)
    assert "Arbetsordning (docx, ligger för sig)" in told
    assert f"/rad/moten/{meeting.pk}/" in told.replace(" ", "")
