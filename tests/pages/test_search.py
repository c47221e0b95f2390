"""Search in everything the portal shows."""

import re
from typing import Any

import pytest
import weasyprint
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection

from accounts.models import User
from associations.models import Association, AssociationNetwork
from common import registries
from common.actors import SYSTEM
from common.models import SearchEntry, SearchSynonym
from common.search import index
from common.search.asking import PAGE_SIZE
from organisations.models import Municipality, Unit
from pages.checklist.result import Said
from pages.content.shipped import load_shipped_pages
from pages.editing.clock import read_new_documents
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, PortalDocument
from pages.services import checklists
from pages.services.checklists import ChecklistFacts


def _page(words: str, **more: str) -> str:
    response = Client().get("/sok/", {"q": words, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_an_association_is_found_in_spite_of_a_typo(association: Association):
    index.repair()

    page = _page("egna ord helsingland")

    assert "/foreningar/egna-ord-halsingland/" in page
    assert "1 träff" in page


def test_what_is_not_public_is_not_found(association: Association):
    index.repair()
    # Behind the index's back: it still holds the copy.
    Association.objects.update(status="unlisted")

    page = _page("egna ord hälsingland")

    assert "/foreningar/egna-ord-halsingland/" not in page
    assert "Ingen träff" in page


def test_the_page_says_everything_that_is_searched(db: Any):
    lead = re.search('<p class="lead[^>]*>(.*?)</p>', _page(""))

    assert lead is not None
    labels = [source.label.lower() for source in registries.search_sources().values() if source.is_public]
    assert [label for label in labels if label not in lead[1]] == []


def test_without_words_nothing_is_searched(association: Association):
    page = _page("")

    assert "träff" not in page


@pytest.mark.parametrize(
    "words",
    [
        "\x00",
        "<script>alert(1)</script>",
        "x" * 10_000,
        "stöd " * 2_000,
        "\u202eabc\u2066",
        "\x07\x1b",
        "och för",
        "a",
        "😀",
        "'",
        '"',
        "%",
        "_",
        "\\",
        ":",
        "*",
        "&",
        "|",
        "!",
        "( | & !",
        "' \" % _ \\ : * & | !",
        "'!" * 5_000,
        "\\" * 10_000,
        "مرحبا بالعالم",
        "שלום\u200f möte \u2067stöd\u2069",
        "fyr:* & !möte | <->",
        "a' | 'b",
        "e\u0301",
        "123",
    ],
)
def test_any_words_are_answered_calmly(db: Any, words: str):
    page = _page(words)

    assert "<script>alert(1)" not in page


def test_a_very_long_question_is_cut_after_a_whole_word(db: Any) -> None:
    assert re.search(r'name="q" value="(?:ordet )+ordet" ', _page("ordet " * 2_000))


def test_what_somebody_looked_for_is_kept_in_no_cache(db: Any) -> None:
    asked, empty = Client().get("/sok/", {"q": "stöd"}), Client().get("/sok/")

    assert {"no-store", "private"} <= set(asked.headers["Cache-Control"].split(", "))
    assert "no-store" not in empty.headers["Cache-Control"]


def test_hits_can_be_narrowed_to_one_kind_and_come_in_pages(municipality: Municipality):
    for number in range(PAGE_SIZE + 1):
        Association.objects.create(name=f"Fyren {number:02}", slug=f"fyren-{number}", status="listed")
    AssociationNetwork.objects.create(name="Nätverket Fyren", slug="natverket", is_listed=True)
    index.repair()

    whole, second, narrow = _page("fyren"), _page("fyren", sida="2"), _page("fyren", typ="natverk")

    assert "22 träffar" in whole
    assert "(21)" in whole
    assert whole.count('class="entry"') == PAGE_SIZE
    assert second.count('class="entry"') == 2
    assert narrow.count('class="entry"') == 1
    # Without script the filter is links, and says which is chosen.
    assert 'href="/sok/?q=fyren&amp;typ=natverk"' in whole
    assert 'href="/sok/?q=fyren&amp;typ=natverk" aria-current="page"' in narrow


def test_a_search_is_stored_nowhere(association: Association, caplog: pytest.LogCaptureFixture):
    client = Client()
    client.get("/sok/", {"q": "halsofragan"})
    client.get("/sok/", {"q": "halsofragan"})

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name} t WHERE t::text ILIKE '%%halsofragan%%'")  # noqa: S608 - our own tables
            assert cursor.fetchone() == (0,), table
    assert "halsofragan" not in caplog.text
    assert not client.cookies


def test_an_editor_adds_and_removes_a_synonym(editor: User, client: Client):
    client.force_login(editor)

    client.post("/sokord/", {"word": "psyk", "means": "psykiatri"})
    twice = client.post("/sokord/", {"word": "Psyk", "means": "Psykiatri"})
    same = client.post("/sokord/", {"word": "grupp", "means": "grupperna"})

    assert "finns redan" in twice.content.decode()
    assert "samma ord" in same.content.decode()
    one = SearchSynonym.objects.get()
    assert (one.word_lexemes, one.means_lexemes, one.both_ways) == (["psyk"], ["psykiatri"], False)
    for _ in "twice":
        assert "Orden är borttagna." in client.post(f"/sokord/{one.pk}/ta-bort/", follow=True).text
    assert not SearchSynonym.objects.exists()


def test_what_editors_publish_is_found_and_leaves_when_unpublished(
    db: None, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        load_shipped_pages(actor=SYSTEM)
    assert "/sa-paverkar-du/arvode/" in _page("arvodet")
    # The address of a link is none of its words.
    assert "/engagera-dig/" not in SearchEntry.objects.get(url="/sa-paverkar-du/bli-representant/").body

    with django_capture_on_commit_callbacks(execute=True):
        InformationPage.objects.get(slug="arvode").unpublish()

    assert "/sa-paverkar-du/arvode/" not in _page("arvodet")
    assert not SearchEntry.objects.filter(url="/sa-paverkar-du/arvode/").exists()


def test_saved_checklists_are_found_by_those_who_may_open_them(
    unit: Unit, unit_manager: User, outsider: User, coordinator: User, django_capture_on_commit_callbacks: Any
):
    other = Unit.objects.create(name="Annan", slug="annan", principal=unit.principal)
    with django_capture_on_commit_callbacks(execute=True):
        mine, theirs = (
            checklists.save_checklist(
                place, ChecklistFacts(project, None, [Said(text)] * 5), form_key=None, actor=coordinator
            )
            for place, project, text in (
                (unit, "Nya väntrummet", "I en fokusgrupp"),
                (other, "Kvällsöppet", "Väntrummet"),
            )
        )

    def found(user: User | None, words: str) -> set[str]:
        client = Client()
        if user:
            client.force_login(user)
        page = client.get("/sok/", {"q": words}).text
        return {one.project for one in (mine, theirs) if f'href="{one.get_absolute_url()}"' in page}

    assert found(unit_manager, "väntrum") == {"Nya väntrummet"}
    assert found(unit_manager, "fokusgruppen") == {"Nya väntrummet"}
    assert found(coordinator, "väntrum") == {"Nya väntrummet", "Kvällsöppet"}
    for stranger in (outsider, None):
        assert found(stranger, "väntrum") == set()

    with django_capture_on_commit_callbacks(execute=True):
        checklists.remove_checklist(mine, actor=unit_manager)
    assert not SearchEntry.objects.filter(title="Nya väntrummet").exists()


def test_the_words_of_a_real_pdf_are_found_while_a_published_page_links_to_it(
    coordinator: User, django_capture_on_commit_callbacks: Any
):
    root = ensure_tree()
    content = (
        weasyprint.HTML(
            string="<html lang='sv'><title>Minnen</title><h1>Brukarrådets minnen</h1>"
            "<p>Vi samlades i f\xf6rsamlingshemmet och skrev upp allt som sades om v\xe4ntrummet.</p></html>"
        ).write_pdf(pdf_variant="pdf/ua-1")
        or b""
    )
    form = get_document_form(PortalDocument)(
        {"title": "Minnesanteckningar från våren", "collection": Collection.get_first_root_node().pk},
        {"file": SimpleUploadedFile("minnen.pdf", content)},
        user=coordinator,
    )
    assert form.is_valid(), form.errors
    with django_capture_on_commit_callbacks(execute=True):
        document = form.save()
        page = root.add_child(
            instance=InformationPage(
                title="Protokoll",
                slug="protokoll",
                owner_role="Samordnaren",
                live=False,
                body=[("documents", {"documents": [document]})],
            )
        )
    with django_capture_on_commit_callbacks(execute=True):
        read_new_documents()
    assert document.url not in _page("församlingshemmets")

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    shown = _page("församlingshemmets")
    assert document.url in shown
    assert "<mark>församlingshemmet</mark>" in shown
    assert "Dokument" in shown

    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()

    assert document.url not in _page("församlingshemmets")
    assert not SearchEntry.objects.filter(kind="document").exists()
