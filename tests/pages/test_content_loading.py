"""Laying the shipped texts in: once, again, and after an editor has been there."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, PageLogEntry

from common.actors import SYSTEM
from common.models import TrailEntry
from common.swedish import today
from organisations.models import Area, Municipality
from pages.content.loader import import_pages
from pages.content.reading import PageText, read_pages
from pages.content.shipped import PAGES, load_demo_news, load_shipped_pages
from pages.models import AccessibilityAssessment, InformationPage, NewsPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts() -> list[PageText]:
    wanted = {
        "sa-paverkar-du",
        "sa-paverkar-du/arvode",
        "sa-paverkar-du/lagar",
        "delaktighetstrappan",
        "lattlast",
    }
    return [text for text in read_pages(PAGES) if text.key in wanted]


def page(slug: str) -> InformationPage:
    return InformationPage.objects.get(slug=slug)


def reworded(texts: list[PageText], slug: str) -> list[PageText]:
    return [
        replace(text, lead="En ny ingress.", digest=f"ny {text.digest}") if text.slug == slug else text
        for text in texts
    ]


def test_every_shipped_page_is_laid_in_published_and_opens(client: Client) -> None:
    Municipality.objects.create(
        name="Ljusdal", slug="ljusdal", area=Area.objects.create(name="Norra", slug="norra"), code="2161"
    )

    load_shipped_pages(actor=SYSTEM)
    load_demo_news(actor=SYSTEM)

    texts = read_pages(PAGES)
    assert InformationPage.objects.live().count() == sum(text.kind == "information" for text in texts)
    assert NewsPage.objects.get(municipality__slug="ljusdal").live
    for text in texts:
        response = client.get(f"/{text.key}/")
        assert response.status_code == 200, text.key
        assert text.title in response.text
    assert "page=" not in client.get("/sa-paverkar-du/").text
    assert client.get("/aktuellt/").text.count("/aktuellt/") > 4


def test_a_second_load_changes_nothing(texts: list[PageText]) -> None:
    first = import_pages(texts, actor=SYSTEM)
    revisions = {one.pk: one.latest_revision_id for one in InformationPage.objects.all()}
    trail = TrailEntry.objects.count()

    second = import_pages(texts, actor=SYSTEM)

    assert sorted(first.new) == sorted(second.same) == sorted(text.key for text in texts)
    assert {one.pk: one.latest_revision_id for one in InformationPage.objects.all()} == revisions
    assert TrailEntry.objects.count() == trail
    assert first.changed == second.new == second.changed == second.kept == []


def test_a_new_wording_reaches_a_page_nobody_has_touched_and_its_address_stays(texts: list[PageText]) -> None:
    import_pages(texts, actor=SYSTEM)
    before = page("arvode")

    loaded = import_pages(reworded(texts, "arvode"), actor=SYSTEM)

    after = page("arvode")
    assert loaded.changed == ["sa-paverkar-du/arvode"]
    assert (after.pk, after.url_path, after.lead) == (before.pk, before.url_path, "En ny ingress.")
    assert after.live


def _publish_another_lead(one: InformationPage) -> None:
    one.lead = "Redaktörens ingress."
    one.save_revision().publish()


def _draft_another_lead(one: InformationPage) -> None:
    one.lead = "Redaktörens utkast."
    one.save_revision()


def _unpublish(one: InformationPage) -> None:
    one.unpublish()


def _delete(one: InformationPage) -> None:
    one.delete()


@pytest.mark.parametrize("touch", [_publish_another_lead, _draft_another_lead, _unpublish, _delete])
def test_what_an_editor_has_done_is_kept(texts: list[PageText], touch: Any) -> None:
    import_pages(texts, actor=SYSTEM)
    touch(page("arvode"))
    left = list(InformationPage.objects.filter(slug="arvode").values("lead", "live", "latest_revision_id"))

    loaded = import_pages(reworded(texts, "arvode"), actor=SYSTEM)

    assert loaded.kept == ["sa-paverkar-du/arvode"]
    assert loaded.new == loaded.changed == []
    assert (
        list(InformationPage.objects.filter(slug="arvode").values("lead", "live", "latest_revision_id"))
        == left
    )


def test_a_moved_page_is_brought_up_to_date_where_it_stands(texts: list[PageText]) -> None:
    import_pages(texts, actor=SYSTEM)
    page("arvode").move(page("delaktighetstrappan"), pos="last-child")

    import_pages(reworded(texts, "arvode"), actor=SYSTEM)

    assert page("arvode").lead == "En ny ingress."
    assert page("arvode").get_parent().slug == "delaktighetstrappan"


def test_a_page_that_an_editor_made_at_the_same_address_is_left_alone(texts: list[PageText]) -> None:
    import_pages([], actor=SYSTEM)
    root = Page.objects.get(slug="start")
    root.add_child(
        instance=InformationPage(title="Vår egen", slug="delaktighetstrappan", owner_role="Redaktör")
    )

    loaded = import_pages(texts, actor=SYSTEM)

    assert loaded.kept == ["delaktighetstrappan"]
    assert page("delaktighetstrappan").title == "Vår egen"


def test_links_between_pages_follow_them_when_they_move(texts: list[PageText], client: Client) -> None:
    import_pages(texts, actor=SYSTEM)
    page("delaktighetstrappan").move(page("lagar"), pos="last-child")

    shown = client.get("/sa-paverkar-du/").text

    assert 'href="/sa-paverkar-du/lagar/delaktighetstrappan/"' in shown


def test_versions_in_other_languages_are_linked_with_their_language(
    texts: list[PageText], client: Client
) -> None:
    import_pages(texts, actor=SYSTEM)

    assert page("lattlast").translation_of_id == page("sa-paverkar-du").pk
    assert 'href="/lattlast/"' in client.get("/sa-paverkar-du/").text


def test_the_accessibility_statement_tells_when_it_was_assessed_and_written(client: Client) -> None:
    import_pages([text for text in read_pages(PAGES) if text.key == "tillganglighet"], actor=SYSTEM)
    statement = page("tillganglighet")
    AccessibilityAssessment.objects.create(made_on=date(2026, 3, 2), made_by="Samordnaren", method="Så här.")
    statement.save_revision().publish()

    shown = client.get("/tillganglighet/").text

    assert 'senast den <time datetime="2026-03-02">' in shown
    assert f'uppdaterades senast den <time datetime="{today().isoformat()}">' in shown


def test_a_machine_whose_clock_is_behind_can_load_too(tmp_path: Path) -> None:
    ahead = (PAGES / "om-oss.yaml").read_text().replace("reviewed: 2026-11-22", "reviewed: 2999-01-01")
    (tmp_path / "om-oss.yaml").write_text(ahead)

    load_shipped_pages(actor=SYSTEM, folder=tmp_path)

    assert page("om-oss").reviewed_on == today()


def test_each_load_leaves_a_line_in_the_trail_and_in_the_pages_history(texts: list[PageText]) -> None:
    import_pages(texts, actor=SYSTEM)

    assert TrailEntry.objects.filter(verb="import_page", actor_id=SYSTEM.actor_id).count() == len(texts)
    assert PageLogEntry.objects.filter(action="pages.load").count() == len(texts)


def test_the_command_tells_what_it_did_and_refuses_faulty_files(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "fel.yaml").write_text("title: Ett")

    with pytest.raises(CommandError, match="saknar"):
        call_command("load_content", tmp_path)

    assert not InformationPage.objects.exists()

    (tmp_path / "fel.yaml").write_text((PAGES / "om-oss.yaml").read_text())
    call_command("load_content", tmp_path)
    assert "Nya: 1." in capsys.readouterr().out
