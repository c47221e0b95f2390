"""Checklists saved for a unit's project: who sees them, filled in again, compared, put right, forgotten."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from common import registries
from common.errors import DomainError, EditConflictError
from common.models import TrailEntry
from common.swedish import day_text, local_date, today
from organisations.models import Principal, Unit, UnitRole
from pages.checklist import queries
from pages.checklist.registrations import erase, extract
from pages.checklist.result import Said, said_in
from pages.models import Checklist, ChecklistRound
from pages.services import checklists as services
from pages.services.checklists import KEPT, ChecklistFacts
from pages.tasks import forget_old_checklists

pytestmark = pytest.mark.django_db

SAID = [Said("I en fokusgrupp", "partly"), Said(extent="none"), Said(), Said("Inte än"), Said()]
BETTER = [Said("I en fokusgrupp", "largely"), Said("Nu är de med", "partly"), Said(), Said("Inte än"), Said()]


def facts(
    said: list[Said] = SAID, *, project: str = "Nya väntrummet", days: int | None = 90
) -> ChecklistFacts:
    return ChecklistFacts(project, today() + timedelta(days=days) if days is not None else None, said)


@pytest.fixture
def saver(make_user: Callable[..., User], unit: Unit) -> User:
    """Works at the unit and manages nothing."""
    user = make_user("Spa Sparare")
    UnitRole.objects.create(user=user, unit=unit, role=UnitRole.Role.SUPERVISOR)
    return user


@pytest.fixture
def saved(unit: Unit, saver: User) -> Checklist:
    return services.save_checklist(unit, facts(), form_key=uuid.uuid4(), actor=saver)


def typed(said: list[Said], **more: Any) -> dict[str, Any]:
    """What a browser sends."""
    values: dict[str, Any] = {"project": "Nya väntrummet", "form_key": str(uuid.uuid4()), **more}
    for number, one in enumerate(said, start=1):
        values[f"text_{number}"] = one.text
        values[f"extent_{number}"] = one.extent
    return values


def test_the_saver_the_units_managers_and_the_coordinator_see_it(
    saved: Checklist,
    saver: User,
    unit_manager: User,
    supervisor: User,
    coordinator: User,
    administrator: User,
    representative: User,
    outsider: User,
) -> None:
    for person in (saver, unit_manager, coordinator):
        assert saved in Checklist.objects.visible_to(person)
    for person in (supervisor, administrator, representative, outsider, None):
        assert saved not in Checklist.objects.visible_to(person)


def test_the_coordinator_reads_and_removes_but_does_not_answer(
    saved: Checklist, coordinator: User, supervisor: User
) -> None:
    for person in (coordinator, supervisor):
        with pytest.raises(DomainError, match="behörighet"):
            services.change_checklist(saved, facts(BETTER), expected_version=1, actor=person)
        with pytest.raises(DomainError, match="behörighet"):
            services.renew_checklist(saved, facts(BETTER), form_key=None, expected_version=1, actor=person)
    with pytest.raises(DomainError, match="behörighet"):
        services.remove_checklist(saved, actor=supervisor)
    assert said_in(saved.latest) == SAID

    services.remove_checklist(saved, actor=coordinator)
    services.remove_checklist(saved, actor=coordinator)

    assert not Checklist.objects.exists()
    assert TrailEntry.objects.filter(verb="remove_checklist").count() == 1


def test_saved_from_the_browser_and_sent_twice_it_is_one(client: Client, saver: User, unit: Unit) -> None:
    client.force_login(saver)
    form = typed(SAID, unit=unit.pk, follow_up_on=(today() + timedelta(days=30)).isoformat())

    first = client.post("/checklistor/ny/", form)
    second = client.post("/checklistor/ny/", form)

    one = Checklist.objects.get()
    assert first["Location"] == second["Location"] == one.get_absolute_url()
    assert one.saved_by == saver
    assert said_in(one.latest) == SAID
    page = client.get(one.get_absolute_url())
    assert "<title>Checklista –" in page.text
    assert "I en fokusgrupp" in page.text
    assert "Ändra svaren" in page.text


def test_a_step_back_and_other_words_in_a_saved_form_are_never_dropped(
    client: Client, saver: User, unit: Unit
) -> None:
    client.force_login(saver)
    form = typed(SAID, unit=unit.pk)
    client.post("/checklistor/ny/", form)

    page = client.post("/checklistor/ny/", {**form, "text_1": "Det jag skrev sedan"})

    assert page.status_code == 200
    assert "Checklistan har fyllts i eller ändrats sedan du öppnade den" in page.text
    assert "Det jag skrev sedan</textarea>" in page.text
    assert "I en fokusgrupp" in page.text
    assert 'name="version" value="1"' in page.text
    assert said_in(Checklist.objects.get().latest) == SAID

    for _ in range(2):
        client.post("/checklistor/ny/", {**form, "text_1": "Det jag skrev sedan", "version": 1})

    assert said_in(Checklist.objects.get().latest)[0].text == "Det jag skrev sedan"


def test_a_step_back_and_another_unit_is_a_checklist_of_its_own(
    client: Client, unit: Unit, coordinator: User
) -> None:
    other = Unit.objects.create(
        name="Annan enhet", slug="annan", principal=Principal.objects.get(pk=unit.principal_id)
    )
    client.force_login(coordinator)
    form = typed(SAID, unit=unit.pk)

    for where in (unit, other, other):
        client.post("/checklistor/ny/", {**form, "unit": where.pk})

    assert {one.unit_id for one in Checklist.objects.all()} == {unit.pk, other.pk}
    assert Checklist.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"project": ""}, "Skriv vad arbetet heter."),
        ({"unit": ""}, "Välj vilken verksamhet arbetet hör till."),
        ({"follow_up_on": "2020-01-01"}, "Välj en dag som inte har varit."),
        ({"follow_up_on": "2999-01-01"}, "Välj en dag inom två år."),
        ({"text_1": "Hon är 19121212-1212"}, "personnummer"),
        ({"text_1": "", "extent_1": "", "extent_2": "", "text_4": ""}, "Svara på minst en av frågorna"),
    ],
)
def test_a_refused_form_comes_back_filled(
    client: Client, saver: User, unit: Unit, more: dict[str, str], sentence: str
) -> None:
    client.force_login(saver)

    page = client.post("/checklistor/ny/", {**typed(SAID, unit=unit.pk), **more, "extent_3": ""})

    assert sentence in page.text
    assert ("Inte än" in page.text) == ("text_4" not in more)
    assert not Checklist.objects.exists()


def test_only_units_one_works_at_are_offered_and_taken(
    client: Client, saver: User, unit: Unit, outsider: User, administrator: User
) -> None:
    other = Unit.objects.create(
        name="Annan enhet", slug="annan", principal=Principal.objects.get(pk=unit.principal_id)
    )
    client.force_login(saver)

    page = client.post("/checklistor/ny/", typed(SAID, unit=other.pk))

    assert unit.name in page.text
    assert other.name not in page.text
    assert "Verksamheten finns inte längre" in page.text
    for person in (saver, outsider, administrator):
        with pytest.raises(DomainError, match="behörighet"):
            services.save_checklist(other, facts(), form_key=None, actor=person)


def test_a_closed_unit_takes_no_new_one(unit: Unit, saver: User) -> None:
    Unit.objects.filter(pk=unit.pk).update(closed_on=today())

    with pytest.raises(DomainError, match="nedlagd"):
        services.save_checklist(unit, facts(), form_key=None, actor=saver)


def test_filled_in_again_before_and_after_stand_side_by_side(
    client: Client, saved: Checklist, unit_manager: User
) -> None:
    first = timezone.now() - timedelta(days=200)
    ChecklistRound.objects.update(filled_at=first)
    client.force_login(unit_manager)
    form = typed(BETTER, version=1)

    for _ in range(2):
        client.post(f"/checklistor/{saved.pk}/igen/", form)

    assert [said_in(one) for one in saved.rounds.all()] == [SAID, BETTER]
    page = client.get(saved.get_absolute_url()).text
    main = page.split("<main", 1)[1]
    # Summer time then and winter time now: late in the evening the day in Stockholm is another.
    assert day_text(local_date(first)) in main
    assert "1 Beslutet: delvis; 2 Målen: inte alls" in main
    assert "1 Beslutet: i hög grad; 2 Målen: delvis" in main
    assert 'data-label="Före"' in main
    assert "Nu är de med" in main


def test_the_same_form_again_with_other_words_is_a_choice_and_never_dropped(
    client: Client, saved: Checklist, saver: User
) -> None:
    client.force_login(saver)
    address = f"/checklistor/{saved.pk}/igen/"
    form = typed(BETTER, version=1)
    client.post(address, form)
    other = {**form, "text_1": "Det jag skrev sedan"}

    page = client.post(address, other)

    assert page.status_code == 200
    assert "Det jag skrev sedan</textarea>" in page.text
    assert 'name="version" value="2"' in page.text
    assert [said_in(one) for one in saved.rounds.all()] == [SAID, BETTER]

    for _ in range(2):
        client.post(address, {**other, "version": 2})

    texts = [said_in(one)[0].text for one in saved.rounds.all()]
    assert texts == ["I en fokusgrupp", "I en fokusgrupp", "Det jag skrev sedan"]


def test_any_two_rounds_can_be_compared_and_nonsense_gives_first_and_latest(
    client: Client, saved: Checklist, saver: User
) -> None:
    services.renew_checklist(saved, facts(BETTER), form_key=None, expected_version=1, actor=saver)
    third = [Said("Tredje gången", "largely"), *BETTER[1:]]
    services.renew_checklist(saved, facts(third), form_key=None, expected_version=2, actor=saver)
    client.force_login(saver)

    first_two = client.get(saved.get_absolute_url(), {"fore": "1", "efter": "2"}).text
    nonsense = client.get(saved.get_absolute_url(), {"fore": "3", "efter": "x'"}).text

    assert "Tredje gången" not in first_two
    assert "Tredje gången" in nonsense
    assert "1 Beslutet: delvis" in nonsense


def test_two_fill_it_in_again_at_once_and_the_second_sees_what_differs(
    saved: Checklist, saver: User, unit_manager: User
) -> None:
    services.renew_checklist(saved, facts(BETTER), form_key=uuid.uuid4(), expected_version=1, actor=saver)

    with pytest.raises(EditConflictError) as refused:
        services.renew_checklist(
            saved, facts(SAID), form_key=uuid.uuid4(), expected_version=1, actor=unit_manager
        )

    assert ("I hög grad. I en fokusgrupp", "Delvis. I en fokusgrupp") in refused.value.changed.values()
    assert saved.rounds.count() == 2


def test_two_tabs_put_it_right_and_the_second_press_is_a_choice(
    client: Client, saved: Checklist, saver: User
) -> None:
    services.change_checklist(saved, facts(BETTER), expected_version=1, actor=saver)
    client.force_login(saver)
    address = f"/checklistor/{saved.pk}/andra/"
    day = {"follow_up_on": (today() + timedelta(days=90)).isoformat()}

    page = client.post(address, typed(SAID, version=1, **day))

    assert "Checklistan har fyllts i eller ändrats sedan du öppnade den" in page.text
    assert "Nu är de med" in page.text
    assert 'name="version" value="2"' in page.text
    assert said_in(Checklist.objects.get().latest) == BETTER

    client.post(address, typed(SAID, version=2, **day))

    again = Checklist.objects.get()
    assert said_in(again.latest) == SAID
    assert again.rounds.count() == 1


def test_a_change_names_what_was_changed_and_nothing_of_its_content(saved: Checklist, saver: User) -> None:
    services.change_checklist(saved, facts(BETTER, days=120), expected_version=1, actor=saver)

    entry = TrailEntry.objects.get(verb="change_checklist")
    assert entry.fields == ["answers", "follow_up_on"]


def test_the_overview_reminds_when_the_day_comes(
    saved: Checklist, saver: User, unit_manager: User, coordinator: User
) -> None:
    def row(user: User) -> Any:
        rows = [one for one in registries.overview_rows(user) if one.url == saved.get_absolute_url()]
        return rows[0] if rows else None

    assert row(saver) is None
    Checklist.objects.update(follow_up_on=today())
    for person in (saver, unit_manager):
        assert row(person).label == f"Följs upp {day_text(today())}"
    assert row(coordinator) is None
    Checklist.objects.update(follow_up_on=today() - timedelta(days=1))
    assert row(saver).tone == "late"

    services.renew_checklist(saved, facts(BETTER, days=None), form_key=None, expected_version=1, actor=saver)

    assert row(saver) is None


def test_pressed_twice_it_is_removed_once_and_to_others_it_never_was(
    client: Client, saved: Checklist, saver: User, coordinator: User
) -> None:
    client.force_login(saver)
    for _ in range(2):
        done = client.post(f"/checklistor/{saved.pk}/ta-bort/", follow=True)
        assert "Checklistan är borttagen." in done.text
    client.force_login(coordinator)

    assert client.post(f"/checklistor/{saved.pk}/ta-bort/").status_code == 404
    assert TrailEntry.objects.filter(verb="remove_checklist").count() == 1


def test_a_long_list_comes_in_pages(
    client: Client, unit: Unit, saver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for number in range(3):
        services.save_checklist(unit, facts(project=f"Arbete {number}"), form_key=None, actor=saver)
    client.force_login(saver)

    first, last = client.get("/checklistor/").text, client.get("/checklistor/?sida=2").text

    assert [("Arbete 2" in page, "Arbete 0" in page) for page in (first, last)] == [
        (True, False),
        (False, True),
    ]
    assert "Sida 1 av 2" in first


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    unit: Unit, saver: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        services.save_checklist(unit, facts(), form_key=None, actor=saver)

    # As in a request: nothing is known of the person yet.
    person = User.objects.get(pk=saver.pk)
    with django_assert_num_queries(4):
        found = list(Checklist.objects.visible_to(person).for_listing())
        assert {(one.unit.name, one.latest.number) for one in found} == {(unit.name, 1)}


def test_what_nobody_has_filled_in_for_three_years_goes(saved: Checklist, unit: Unit, saver: User) -> None:
    newer = services.save_checklist(unit, facts(), form_key=None, actor=saver)
    Checklist.objects.filter(pk=saved.pk).update(last_filled_at=timezone.now() - KEPT - timedelta(hours=1))
    Checklist.objects.filter(pk=newer.pk).update(last_filled_at=timezone.now() - KEPT + timedelta(hours=1))

    forget_old_checklists()
    forget_old_checklists()

    assert list(Checklist.objects.all()) == [newer]
    assert TrailEntry.objects.filter(verb="forget_checklist", object_id=str(saved.pk)).count() == 1


def test_a_person_gets_what_is_held_and_is_forgotten_while_the_units_project_stays(
    saved: Checklist, saver: User, unit_manager: User
) -> None:
    rows = extract(saver)

    assert rows[0]["arbete"] == "Nya väntrummet"
    assert rows[1]["svar"] == {
        "Beslutet": "Delvis. I en fokusgrupp",
        "Målen": "Inte alls",
        "Genomförandet": "Inte än",
    }
    erase(saver)
    assert extract(saver) == []
    assert saved not in Checklist.objects.visible_to(saver)
    assert saved in Checklist.objects.visible_to(unit_manager)
