"""The guide's pages as the team meets them, and as nobody else does."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from organisations.models import Theme
from revisions import guide_registrations
from revisions.models import GuideQuestion, GuideVersion, LibraryQuestion, QuestionArea, TopicWish, UserAudit
from revisions.queries import guide as queries
from revisions.services import guide as services
from revisions.services import guide_comments, guide_versions
from revisions.services.guide import QuestionFacts
from tests.revisions.conftest import Team
from tests.revisions.factories import make_audit, make_guide, make_interview, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(team: Team) -> GuideVersion:
    return guide_versions.start_guide(team.audit, actor=team.auditor)


@pytest.fixture
def auditor(client: Client, team: Team) -> Client:
    client.force_login(team.auditor)
    return client


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _guide(team: Team, rest: str = "") -> str:
    return f"/revisioner/{team.audit.pk}/guide/{rest}"


def _first(guide: GuideVersion) -> GuideQuestion:
    question: GuideQuestion = guide.areas.first().questions.first()
    return question


def test_a_guide_is_written_from_nothing_to_locked(client: Client, team: Team, coordinator: User) -> None:
    audit = make_audit(status="preparing")
    make_member(audit, team.lead, "audit_lead")
    client.force_login(team.lead)
    start = f"/revisioner/{audit.pk}/guide/"
    theme = Theme.objects.get(slug="tema-1")
    library = QuestionArea.objects.create(theme=theme)
    LibraryQuestion.objects.create(area=library, text="Hur blev du bemött?", prompts=["Av vem?"])
    assert "Guiden är tom än" in _page(client, start)

    client.post(f"{start}borja/")
    client.post(f"{start}omraden/bibliotek/", {"area": library.pk})
    own = client.post(f"{start}omraden/", {"title": "Kvällarna", "theme": ""})
    typed = {
        "text": "Hur trygg är du på kvällarna?",
        "prompts": "",
        "kind": "scale",
        "ready": "bra",
        "scale": "",
    }
    client.post(own["Location"], typed)
    locked = client.post(f"{start}las/", follow=True).content.decode()

    assert "Version 1 är låst" in locked
    assert "Hur blev du bemött?" in locked
    assert "Mycket dåligt" in locked
    assert "Vill inte svara" in locked
    guide = audit.guides.get()
    assert guide.locked_at is not None
    assert [area.title for area in guide.areas.all()] == ["Tema 1", "Kvällarna"]


def test_the_editor_shows_hints_wishes_and_comments(auditor: Client, team: Team, draft: GuideVersion) -> None:
    question = _first(draft)
    services.edit_question(
        question,
        QuestionFacts(text="Hur blev du bemött och fick du hjälp?"),
        expected_version=1,
        actor=team.lead,
    )
    guide_comments.comment_guide(draft, "Dela den?", question=question, actor=team.lead)
    TopicWish.objects.create(audit=team.audit, text="Fråga om väntetiden", by=team.commissioner)

    html = _page(auditor, _guide(team))

    assert "verkar fråga om två saker" in html
    assert "1 kommentar att ta upp" in html
    assert "Fråga om väntetiden" in html
    assert "ungefär <strong>20 minuter</strong>" in html
    assert "Dela den?" in _page(auditor, _guide(team, f"fraga/{question.pk}/"))


def test_more_than_35_questions_is_a_hint_and_no_stop(
    auditor: Client, team: Team, draft: GuideVersion
) -> None:
    area = draft.areas.first()
    for number in range(33):
        services.add_question(area, QuestionFacts(text=f"Fråga nummer {number}?"), actor=team.auditor)

    assert "Fler än 35 frågor" in _page(auditor, _guide(team))
    auditor.post(_guide(team, "las/"))
    draft.refresh_from_db()

    assert draft.locked_at is not None


def test_two_tabs_the_second_sees_both_wordings_and_may_go_on(
    auditor: Client, team: Team, draft: GuideVersion
) -> None:
    question = _first(draft)
    address = _guide(team, f"fraga/{question.pk}/")
    typed = {
        "prompts": "",
        "kind": "open",
        "ready": "",
        "scale": "",
        "area": question.area_id,
        "version": "1",
    }
    auditor.post(address, {**typed, "text": "Först?"})

    answer = auditor.post(address, {**typed, "text": "Sedan?"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Först?" in html
    assert "Sedan?" in html
    auditor.post(address, {**typed, "text": "Sedan?", "version": answer.context["form"]["version"].value()})
    question.refresh_from_db()
    assert question.text == "Sedan?"


def test_a_question_is_moved_taken_away_and_brought_back(
    auditor: Client, team: Team, draft: GuideVersion
) -> None:
    first, second = draft.areas.first().questions.all()
    auditor.post(_guide(team, f"fraga/{second.pk}/upp/"))
    removed = auditor.post(_guide(team, f"fraga/{first.pk}/ta-bort/"), follow=True).content.decode()
    assert "Ångra" in removed
    assert [row.question.text for row in queries.content_of(draft).areas[0].questions] == [second.text]

    auditor.post(_guide(team, f"fraga/{first.pk}/ta-tillbaka/"))

    assert [row.question.text for row in queries.content_of(draft).areas[0].questions] == [
        second.text,
        first.text,
    ]


@pytest.mark.parametrize("act", ["radera", "upp-och-ner", "x"])
def test_an_unknown_act_is_not_found(auditor: Client, team: Team, draft: GuideVersion, act: str) -> None:
    area = draft.areas.first()

    assert auditor.post(_guide(team, f"omrade/{area.pk}/{act}/")).status_code == 404
    assert auditor.post(_guide(team, f"fraga/{_first(draft).pk}/{act}/")).status_code == 404


def test_a_locked_version_is_read_and_not_opened_for_writing(auditor: Client, team: Team) -> None:
    question = _first(team.guide)

    opened = auditor.get(_guide(team, f"fraga/{question.pk}/"))
    typed = {"text": "Ny?", "prompts": "", "kind": "open", "ready": "", "scale": "", "version": "1"}
    refused = auditor.post(_guide(team, f"fraga/{question.pk}/"), typed)

    assert opened.status_code == 302
    assert "låst" in refused.content.decode()
    assert "Ny?" in refused.content.decode()
    question.refresh_from_db()
    assert question.text != "Ny?"


def test_words_typed_while_somebody_locks_stand_in_the_form(auditor: Client, team: Team) -> None:
    for place, typed in (
        ("ramar/", {"opening": "Välkommen hit", "closing": "", "version": "1"}),
        ("omraden/", {"title": "Tryggheten på kvällarna"}),
    ):
        refused = auditor.post(_guide(team, place), typed)
        assert refused.status_code == 200, place
        assert "Den här versionen är låst" in refused.content.decode(), place
        assert next(iter(typed.values())) in refused.content.decode(), place
        assert auditor.get(_guide(team, place)).status_code == 302, place
    assert team.audit.guides.count() == 1
    assert not team.guide.areas.filter(title__startswith="Trygg").exists()


@pytest.mark.parametrize(
    "text",
    ["", "   ", "Fråga om 811218-9876?", "x" * 401, "\u202e\u200e"],
    ids=["none", "blank", "number", "long", "hidden"],
)
def test_a_bad_question_is_told_at_its_field_and_kept(
    auditor: Client, team: Team, draft: GuideVersion, text: str
) -> None:
    area = draft.areas.first()
    before = area.questions.count()

    answer = auditor.post(
        _guide(team, f"omrade/{area.pk}/fraga/"),
        {"text": text, "prompts": "Kvar?", "kind": "open", "ready": "", "scale": ""},
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["text"]
    assert "Kvar?" in answer.content.decode()
    assert area.questions.count() == before


def test_a_personal_number_in_a_comment_is_refused(auditor: Client, team: Team, draft: GuideVersion) -> None:
    answer = auditor.post(_guide(team, "kommentar/"), {"text": "Hon, 811218-9876, sa nej"})

    assert answer.status_code == 200
    assert not draft.comments.exists()


def test_a_comment_is_settled_and_taken_up(auditor: Client, team: Team, draft: GuideVersion) -> None:
    auditor.post(_guide(team, "kommentar/"), {"text": "Är den för lång?"})
    comment = draft.comments.get()

    page = auditor.post(_guide(team, f"kommentar/{comment.pk}/klar/"), follow=True).content.decode()
    assert "Ångra" in page
    auditor.post(_guide(team, f"kommentar/{comment.pk}/klar/?angra=1"))

    comment.refresh_from_db()
    assert comment.settled_at is None


def test_copying_offers_ones_own_and_public_guides_alone(
    auditor: Client, team: Team, draft: GuideVersion
) -> None:
    mine = make_audit(status="draft", title="Min andra")
    make_member(mine, team.auditor)
    public, hidden = (
        make_audit(status="published", title="Offentlig"),
        make_audit(status="draft", title="Hemlig"),
    )
    left = make_audit(status="draft", title="Avklivet")
    make_member(left, team.auditor, recused_on="2026-01-01")
    guides = {audit.title: make_guide(audit, areas=3) for audit in (mine, public, hidden, left)}

    html = _page(auditor, _guide(team, "kopiera/"))

    assert "Min andra" in html
    assert "Offentlig" in html
    assert "Hemlig" not in html
    assert "Avklivet" not in html
    for title in ("Hemlig", "Avklivet"):
        assert auditor.get(_guide(team, f"kopiera/{guides[title].pk}/")).status_code == 404
    area = guides["Offentlig"].areas.last()
    auditor.post(_guide(team, f"kopiera/{guides['Offentlig'].pk}/"), {"area": area.pk})
    assert [row.title for row in draft.areas.all()] == ["Tema 1", "Tema 2", "Tema 3"]


def test_copying_nothing_is_told(auditor: Client, team: Team, draft: GuideVersion) -> None:
    source = make_guide(make_audit(status="published"))

    answer = auditor.post(_guide(team, f"kopiera/{source.pk}/"))

    assert "Kryssa i minst ett område" in answer.content.decode()


def test_versions_tell_what_changed(auditor: Client, team: Team, draft: GuideVersion) -> None:
    make_interview(team.audit, team.guide, team.auditor)
    area = draft.areas.first()
    first, second = area.questions.all()
    services.edit_question(first, QuestionFacts(text="Ändrad nu?"), expected_version=1, actor=team.auditor)
    services.remove_part(second, actor=team.auditor)
    services.add_question(area, QuestionFacts(text="Alldeles ny?"), actor=team.auditor)
    guide_versions.lock_guide(draft, actor=team.auditor)

    newest, oldest = queries.history(team.audit)
    html = _page(auditor, _guide(team, "versioner/"))

    assert [change.kind for change in newest.changes or []] == ["Ändrad fråga", "Ny fråga", "Borttagen fråga"]
    assert oldest.changes is None
    assert (newest.interviews, oldest.interviews) == (0, 1)
    assert "Alldeles ny?" in html
    assert "Alldeles ny?" not in _page(auditor, _guide(team, "version/1/"))


def test_the_guides_title_names_neither_audit_nor_unit(
    auditor: Client, team: Team, draft: GuideVersion
) -> None:
    for rest in (
        "",
        "omraden/",
        "ramar/",
        "kopiera/",
        "las/",
        "versioner/",
        "version/1/",
        f"fraga/{_first(draft).pk}/",
    ):
        html = _page(auditor, _guide(team, rest))
        title = html.split("<title>")[1].split("</title>")[0]

        assert team.audit.title not in title
        assert "Öppenvården" not in title


@pytest.mark.parametrize("persona", ["commissioner", "unit_manager", "coordinator", "administrator"])
def test_those_who_see_the_audit_but_are_not_in_the_team_open_no_guide(
    client: Client, team: Team, draft: GuideVersion, persona: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(getattr(team, persona, None) or request.getfixturevalue(persona))
    addresses = ["", "omraden/", "ramar/", "kopiera/", "las/", "versioner/", "version/1/", "version/1/a4.pdf"]

    assert {client.get(_guide(team, rest)).status_code for rest in addresses} == {403}


@pytest.mark.parametrize("persona", ["other_auditor", "outsider"])
def test_others_find_no_guide(
    client: Client, team: Team, draft: GuideVersion, persona: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))

    assert client.get(_guide(team)).status_code == 404
    assert client.get(_guide(team, "version/1/a4.pdf")).status_code == 404


def test_parts_of_another_audits_guide_are_not_found(
    auditor: Client, team: Team, draft: GuideVersion
) -> None:
    other = make_guide(make_audit(status="preparing"), locked=False)
    comment = other.comments.create(text="Hemlig")

    for rest in (f"fraga/{_first(other).pk}/", f"omrade/{other.areas.first().pk}/"):
        assert auditor.get(_guide(team, rest)).status_code == 404
    assert auditor.post(_guide(team, f"kommentar/{comment.pk}/klar/")).status_code == 404


@pytest.mark.parametrize("status", ["analysing", "published"])
def test_when_the_interviews_are_done_nothing_offers_to_change(
    auditor: Client, team: Team, draft: GuideVersion, status: str
) -> None:
    UserAudit.objects.update(status=status, published_on="2026-01-01")

    html = _page(auditor, _guide(team))

    assert "Lägg till område" not in html
    assert "Lås" not in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_editor_costs_the_same_however_many_areas(
    team: Team, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    audit = make_audit(status="preparing")
    make_member(audit, team.lead, "audit_lead")
    guide = make_guide(audit, areas=number, questions=3, locked=False)
    for question in GuideQuestion.objects.filter(area__guide=guide):
        guide_comments.comment_guide(guide, "Bra", question=question, actor=team.lead)
    user = User.objects.get(pk=team.lead.pk)

    # Memberships, versions, comments to the guide, areas, questions, their comments, wishes.
    with django_assert_num_queries(7):
        page = queries.guide_page(audit, user)

    assert page.content is not None
    assert page.content.waiting == number * 3


def test_the_library_is_kept_by_coordinators(client: Client, team: Team, coordinator: User) -> None:
    client.force_login(coordinator)
    address = "/revisioner/bibliotek/tema-1/"
    typed: dict[str, Any] = {
        "text": "Hur lätt är det att hitta hit?",
        "prompts": "Hissen?\nSkyltarna?",
        "kind": "open",
        "ready": "",
        "scale": "",
    }

    client.post(address, typed)
    question = LibraryQuestion.objects.get()
    assert question.prompts == ["Hissen?", "Skyltarna?"]
    edit = f"/revisioner/bibliotek/fraga/{question.pk}/"
    client.post(edit, {**typed, "text": "Hur hittar du hit?", "version": "1"})
    assert "Hur hittar du hit?" in _page(client, address)
    late = client.post(edit, {**typed, "text": "Sent?", "version": "1"})
    assert late.status_code == 409
    client.post(f"{edit}ta-bort/")

    assert not LibraryQuestion.objects.exists()
    assert "0 frågor" in _page(client, "/revisioner/bibliotek/")


@pytest.mark.parametrize("persona", ["auditor", "administrator", "outsider"])
def test_others_do_not_keep_the_library(
    client: Client, team: Team, persona: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(getattr(team, persona, None) or request.getfixturevalue(persona))

    assert client.get("/revisioner/bibliotek/").status_code == 403
    assert client.get("/revisioner/bibliotek/tema-1/").status_code == 403


def test_a_person_gets_out_their_comments_and_leaves_them_without_a_name(
    team: Team, draft: GuideVersion
) -> None:
    guide_comments.comment_guide(draft, "Min tanke", actor=team.auditor)
    guide_comments.comment_guide(draft, "Ledarens tanke", actor=team.lead)

    assert [row["kommentar"] for row in guide_registrations.extract(team.auditor)] == ["Min tanke"]
    guide_registrations.erase(team.auditor)

    assert set(draft.comments.values_list("text", "by")) == {
        ("Min tanke", None),
        ("Ledarens tanke", team.lead.pk),
    }
