"""What editors can do, and what the portal does with it: on time, in Swedish, accessible by construction."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Comment, PageLogEntry, Revision
from wagtail.rich_text import RichText

from common.registries import overview_rows, personal_data
from common.stamps import read_stamps
from common.swedish import day_text, today
from pages.blocks import PageBody
from pages.blocks.words import Paragraphs
from pages.editing import ageing, clock, link_check
from pages.editing.ageing import to_look_after, without_owner
from pages.editing.tree import ensure_tree
from pages.models import DeadLink, InformationPage, NewsIndex, NewsPage, PortalImage, PortalRoot
from tests.pages.editors import news_index, sent
from tests.pages.files import picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Any:
    return ensure_tree()


def _page(root: Any, slug: str = "provsida", **extra: Any) -> InformationPage:
    fields = {"title": "Provsida", "owner_role": "Samordnaren", **extra}
    page: InformationPage = root.add_child(instance=InformationPage(slug=slug, **fields))
    return page


def test_the_worker_publishes_and_takes_away_on_time_and_once(client: Any, root: Any) -> None:
    now = timezone.now()
    page = _page(root, live=False)
    page.go_live_at, page.expire_at = now + timedelta(hours=1), now + timedelta(hours=3)
    page.save_revision().publish()
    seen = []

    for hours in (0, 2, 2, 4):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            before = read_stamps().get("pages", 0)
            clock.publish_what_is_planned()
            seen.append((client.get("/provsida/").status_code, read_stamps().get("pages", 0) > before))

    assert seen == [(404, False), (200, True), (200, False), (404, True)]


def test_pasted_word_html_keeps_words_and_links_only() -> None:
    pasted = (
        '<h1 class="MsoTitle" style="color:red">Rubrik</h1><p class=MsoNormal><span lang=SV>Hej '
        '<b>du</b><o:p></o:p></span> <a href="javascript:alert(1)">ord</a></p><script>x()</script>'
        '<iframe src="https://video.example.org"></iframe><img src="file:///c:/x.png" onerror="y()">'
    )
    converter = ContentstateConverter(features=["bold", "ol", "ul", "link", "document-link"])

    kept = converter.to_database_format(converter.from_database_format(pasted))

    assert "Hej" in kept
    for bad in ("<h1", "style", "Mso", "javascript", "<script", "<iframe", "<img", "onerror", "o:p"):
        assert bad not in kept


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('<p><a href="https://example.org">klicka här</a></p>', "vart länken leder"),
        ('<p><a href="https://example.org">https://example.org</a></p>', "webbadress"),
        ("<p>Ring 19121212-1212 om det.</p>", "personnummer"),
    ],
)
def test_text_that_shuts_somebody_out_or_points_somebody_out_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Paragraphs().clean(RichText(source))


def test_hidden_signs_go_from_text() -> None:
    cleaned = Paragraphs().clean(RichText("<p>ab\u202ec\x00d</p>"))

    assert cleaned.source == "<p>abcd</p>"


def _body(*parts: Any) -> Any:
    body = PageBody()
    return body.clean(
        body.to_python(
            [{"type": kind, "value": value, "id": str(n)} for n, (kind, value) in enumerate(parts)]
        )
    )


def _table(*headings: str) -> dict[str, Any]:
    cell = {"type": "text", "value": "x"}
    return {
        "caption": "Vad den visar",
        "first_column_heads": True,
        "table": {
            "columns": [{"type": "text", "heading": heading} for heading in headings],
            "rows": [{"values": [cell["value"] for _ in headings]}],
        },
    }


def test_a_table_needs_headings() -> None:
    assert _body(("table", _table("Steg", "Kännetecken")))

    with pytest.raises(StreamBlockValidationError):
        _body(("table", _table("Steg", "")))


def test_empty_rows_and_cells_of_a_table_are_not_shown() -> None:
    table = _table("Steg", "Kännetecken")
    table["table"]["rows"] = [{"values": ["Dialog", ""]}, {"values": ["", ""]}]

    html = str(_body(("table", table)))

    assert html.count("<tr>") == 2
    assert "Dialog" in html
    assert "data-label" not in html


def test_a_picture_needs_words_or_is_decoration() -> None:
    picture = PortalImage.objects.create(title="B", file=SimpleUploadedFile("b.png", picture_bytes()))

    def shown(alt: str, decorative: bool) -> Any:
        image = {"image": picture.pk, "alt_text": alt, "decorative": decorative}
        return _body(("image", {"image": image, "caption": ""}))

    assert shown("Två personer vid ett bord", False)
    assert shown("", True)
    with pytest.raises(StreamBlockValidationError):
        shown("", False)


def test_a_news_picture_needs_words_or_is_decoration() -> None:
    picture = PortalImage.objects.create(title="B", file=SimpleUploadedFile("b.png", picture_bytes()))
    news = NewsPage(title="Nyhet", slug="n", owner_role="Samordnaren", picture=picture)

    with pytest.raises(ValidationError, match="Skriv vad bilden visar"):
        news.clean()

    news.picture_is_decorative = True
    news.clean()


def test_other_sites_are_never_embedded_and_a_heading_never_skips_a_level() -> None:
    names = set(PageBody().child_blocks)

    assert not names & {"embed", "raw_html", "html", "subsection"}
    assert "subsection" in PageBody().child_blocks["section"].child_blocks["body"].child_blocks


def test_a_title_of_300_signs_is_refused_in_swedish_and_a_draft_is_saved(
    client: Any, editor: Any, root: Any
) -> None:
    client.force_login(editor)
    address = f"/redaktion/pages/add/pages/informationpage/{root.pk}/"
    fields = {
        "lead": "", "slug": "lang", "owner_role": "Samordnaren", "reviewed_on": today().isoformat(),
        "language": "sv", "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip

    refused = client.post(address, {**fields, "title": "Lång " * 60})
    saved = client.post(address, {**fields, "title": "Lagom lång"})

    assert "tecken. Skriv högst" in refused.content.decode()
    # What was typed stands there still, for whoever is to shorten it.
    assert ("Lång " * 60).strip() in refused.content.decode()
    assert saved.status_code == 302
    page = InformationPage.objects.get(slug="lang")
    assert (page.live, page.owner) == (False, editor)


def test_signs_that_turn_the_reading_direction_stand_in_no_heading_and_no_address(
    client: Any, coordinator: Any
) -> None:
    client.force_login(coordinator)
    add = f"/redaktion/pages/add/pages/newspage/{news_index().pk}/"

    turned = client.post(add, {**sent(slug="nytt\u202erab"), "action-publish": "1"}).content.decode()
    client.post(add, {**sent(title="Nytt \u202ebrukar\u2066råd\u200f"), "action-publish": "1"})
    arabic = client.post(add, {**sent(title="مجلس المستخدمين", slug="arabiska"), "action-publish": "1"})

    assert "Det du har skrivit står kvar." in turned
    assert "Adressen får bara ha bokstäverna a–z" in turned
    assert list(NewsPage.objects.order_by("pk").values_list("title", "slug")) == [
        ("Nytt brukarråd", "nytt-brukarrad"),
        ("مجلس المستخدمين", "arabiska"),
    ]
    assert arabic.status_code == 302
    shown = client.get("/aktuellt/arabiska/")
    assert (shown.status_code, "مجلس المستخدمين" in shown.text) == (200, True)


def test_readability_is_told_to_editors_only(client: Any, editor: Any, outsider: Any, root: Any) -> None:
    long_sentence = " ".join(["ordet"] * 30)
    page = _page(root, body=[("text", f"<p>{long_sentence}. Verksamhetsutvecklingsarbete.</p>")])
    address = f"/redaktion/lasbarhet/{page.pk}/"
    client.force_login(outsider)
    assert client.get(address).status_code == 403

    client.force_login(editor)
    told = client.get(address).content.decode()

    assert "Lix" in told
    assert "Verksamhetsutvecklingsarbete" in told
    assert "30 ord" in told


def test_pages_and_laws_that_age_are_named_by_owner(client: Any, coordinator: Any, root: Any) -> None:
    law = {
        "name": "Socialtjänstlag", "number": "2025:400", "chapter": "", "words": RichText("<p>Ord.</p>"), "quote": "",
        "wording_of": today() - relativedelta(months=20), "source": "https://www.riksdagen.se/",
    }  # fmt: skip
    long_ago = today() - relativedelta(months=13)
    InformationPage.objects.update(reviewed_on=today())
    PortalRoot.objects.update(owner_role="Redaktionen", reviewed_on=long_ago)
    _page(root, "fersk", title="Färsk sida")
    _page(root, "gammal", title="Gammal sida", reviewed_on=long_ago)
    _page(root, "lag", title="Lagsida", owner_role="Juristen", reviewed_on=long_ago, body=[("law", law)])
    # Read through since: the law was looked up, though its wording is as old.
    _page(root, "last", title="Läst lagsida", owner_role="Juristen", body=[("law", law)])
    news = root.add_child(
        instance=NewsIndex(title="Nytt", slug="nytt", owner_role="Samordnaren", reviewed_on=long_ago)
    )
    news.add_child(
        instance=NewsPage(title="Gammal nyhet", slug="n", owner_role="Samordnaren", reviewed_on=long_ago)
    )
    news.add_child(
        instance=NewsPage(
            title="Nyhet om lag",
            slug="l",
            owner_role="Samordnaren",
            reviewed_on=long_ago,
            body=[("section", {"heading": "Lag", "body": [("law", law)]})],
        )
    )

    found = to_look_after()

    told = {
        (owner.owner, page.title, page.is_late, bool(page.laws))
        for owner in found.owners
        for page in owner.pages
    }
    assert told == {
        ("Redaktionen", "Startsida", True, False),
        ("Samordnaren", "Gammal sida", True, False),
        ("Samordnaren", "Nytt", True, False),
        ("Samordnaren", "Nyhet om lag", True, True),
        ("Juristen", "Lagsida", True, True),
    }
    rows = {row.title: row for row in overview_rows(coordinator)}
    row = rows["Se över fem sidor på webbplatsen"]
    assert row.due == today() - relativedelta(months=1)
    assert "Slå upp lagarna" in row.consequence
    assert list(without_owner()) == []
    client.force_login(coordinator)
    shown = client.get("/redaktion/att-se-over/").content.decode()
    assert "Gammal sida" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_what_ages_is_found_by_as_many_questions_however_many_pages_there_are(
    root: Any, rows: int, django_assert_num_queries: Any
) -> None:
    target = _page(root, "malet")
    link = {"words": "Målet", "page": target, "address": ""}
    law = {
        "name": "Socialtjänstlag", "number": "2025:400", "chapter": "", "words": RichText("<p>Ord.</p>"), "quote": "",
        "wording_of": today() - relativedelta(months=20), "source": "https://www.riksdagen.se/",
    }  # fmt: skip
    long_ago = today() - relativedelta(months=13)
    for number in range(rows):
        _page(root, f"ny-{number}", body=[("links", [link])])
        _page(root, f"lag-{number}", reviewed_on=long_ago, body=[("links", [link]), ("law", law)])

    with django_assert_num_queries(6):
        found = to_look_after()

    assert sum(bool(page.laws) for page in found.pages) == rows


def test_many_pages_to_read_through_come_a_part_at_a_time(
    client: Any, coordinator: Any, root: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ageing, "PER_PAGE", 2)
    for number in range(3):
        _page(
            root, f"gammal-{number}", title=f"Gammal {number}", reviewed_on=today() - relativedelta(years=2)
        )
    client.force_login(coordinator)

    first, last = (client.get(f"/redaktion/att-se-over/?sida={number}").text for number in (1, 2))

    assert ["Gammal 0" in first, "Gammal 2" in first, "Gammal 0" in last, "Gammal 2" in last] == [
        True,
        False,
        False,
        True,
    ]
    assert "Sida 1 av 2" in first


def test_nothing_is_said_of_links_that_nobody_has_followed(
    client: Any, coordinator: Any, root: Any, settings: Any
) -> None:
    settings.CHECK_LINKS_OF_OTHERS = False
    client.force_login(coordinator)

    before = client.get("/redaktion/att-se-over/").text
    link_check.check_links()
    after = client.get("/redaktion/att-se-over/").text
    settings.CHECK_LINKS_OF_OTHERS = True
    others_too = client.get("/redaktion/att-se-over/").text

    assert ("inte prövade än" in before, "Alla länkar fungerade" in before) == (True, False)
    assert ("inte prövade än" in after, "Alla länkar fungerade" in after) == (False, True)
    assert day_text(today()) in re.sub(r"</?time[^>]*>", "", after)
    assert [
        "Länkar till andra webbplatser prövas inte här." in page for page in (before, after, others_too)
    ] == [True, True, False]


def test_links_that_lead_nowhere_are_found_and_forgotten_when_they_work(root: Any) -> None:
    target = _page(root, "malet", title="Målet")
    links = (
        '<p><a href="/malet/">Målet</a> <a href="/finns-inte/">Borta</a> <a href="/oversikt/">Inloggade</a> '
        '<a href="https://other.example.org/">Andra</a> <a linktype="page" id="999999">Vald sida</a></p>'
    )
    _page(root, "lankar", title="Länkar", body=[("text", links)])

    link_check.check_links()
    found = {(link.words, link.reason) for link in DeadLink.objects.all()}
    target.unpublish()
    link_check.check_links()
    later = {link.words for link in DeadLink.objects.all()}

    assert found == {("Borta", "gone"), ("Inloggade", "closed"), ("Vald sida", "gone")}
    assert later == {"Borta", "Inloggade", "Vald sida", "Målet"}


def test_versions_in_other_languages_are_linked_with_their_lang(client: Any, root: Any) -> None:
    page = _page(root, "pa-svenska", title="På svenska")
    _page(root, "in-english-too", title="In English", language="en", translation_of=page)

    swedish = client.get("/pa-svenska/").content.decode()
    english = client.get("/in-english-too/").content.decode()

    assert '<link rel="alternate" hreflang="en" href="http' in swedish
    assert 'hreflang="sv"' in english
    assert '<article lang="en">' in english


def test_everything_in_another_language_says_so_and_search_engines_get_one_page_each(
    client: Any, root: Any
) -> None:
    page = _page(root, "pa-svenska", title="På svenska")
    english = _page(root, "in-english-too", title="In English", language="en", translation_of=page)
    _page(root, "latt", title="Lättläst", language="sv-lattlast", translation_of=page)
    below = InformationPage(
        title="About", slug="about", lead="Who.", owner_role="S", language="en", translation_of=page
    )
    english.add_child(instance=below)
    index = root.add_child(instance=NewsIndex(title="Nytt", slug="nytt", owner_role="S"))
    index.add_child(
        instance=NewsPage(
            title="News", slug="n", lead="New.", owner_role="S", language="en", translation_of=page
        )
    )

    told, deeper, easy, news = (
        client.get(address).text
        for address in ("/in-english-too/", "/in-english-too/about/", "/latt/", "/nytt/")
    )

    assert '<li aria-current="page" lang="en">In English</li>' in told
    assert '<ul class="lines" lang="en">' in told
    assert sorted(re.findall(r'rel="alternate" hreflang="(\w+)"', told)) == ["en", "sv"]
    assert 'property="og:locale" content="en_GB"' in told
    assert '<a href="/in-english-too/" lang="en">In English</a>' in deeper
    assert 'rel="alternate" hreflang' not in easy
    assert 'property="og:locale" content="sv_SE"' in easy
    assert '<a href="/nytt/n/" lang="en">News</a>' in news
    assert '<p lang="en">New.</p>' in news


def test_a_version_in_sign_language_needs_a_film(root: Any) -> None:
    page = _page(root, "pa-svenska", title="På svenska")
    version = InformationPage(
        title="Film", slug="film", owner_role="Samordnaren", language="sgn", translation_of=page
    )

    with pytest.raises(ValidationError, match="behöver en film"):
        version.clean()


def test_what_is_kept_of_an_editor_is_told_and_taken_away(editor: Any, root: Any) -> None:
    page = _page(root, live=False, owner=editor)
    page.save_revision(user=editor, log_action=True)
    Comment.objects.create(page=page, user=editor, text="Min kommentar", contentpath="title")
    page.refresh_from_db()
    page.save_revision(user=editor)
    handler = next(one for one in personal_data() if one.room == "pages_editing")

    told = str(handler.extract(editor))
    handler.erase(editor)

    assert "Min kommentar" in told
    assert "Provsida" in told
    page.refresh_from_db()
    assert page.owner is None
    assert not Revision.objects.filter(user=editor).exists()
    assert not PageLogEntry.objects.filter(user=editor).exists()
    assert not Comment.objects.exists()
    assert "Min kommentar" not in str(list(Revision.objects.values_list("content", flat=True)))
    assert handler.extract(editor) == []


def test_the_page_of_an_editor_has_no_script_within_it(client: Any, coordinator: Any, root: Any) -> None:
    page = _page(root, live=False)
    client.force_login(coordinator)

    told = client.get(f"/redaktion/pages/{page.pk}/edit/").content.decode()

    scripts = re.findall(r"<script\b([^>]*)>", told)
    assert [one for one in scripts if "src=" not in one and "json" not in one] == []
    assert 'data-start="PageChooser"' in told
    assert 'data-chooser="date"' in told
