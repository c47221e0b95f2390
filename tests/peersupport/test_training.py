"""Training in numbers: courses, rounds, places; what a team has done and when it should be refreshed. No name anywhere."""

import re
import uuid
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db.models import CharField, ForeignKey, TextField

from accounts.models import User
from common.errors import DomainError, EditConflictError
from common.registries import overview_rows
from common.swedish import today
from peersupport.models import Course, Training
from peersupport.services import training as services
from peersupport.services.training import CourseFacts, TrainingFacts
from proposals.services.shared import SentBeforeError
from tests.peersupport.support_build import make_course, make_running

COURSES = "/placeringar/utbildningar/"


def facts(**changed):
    given = {
        "name": "PEER",
        "organiser": "NSPH",
        "cohort": "våren",
        "starts_on": date(2025, 2, 3),
        "ends_on": date(2025, 2, 28),
        "places": 12,
        "applicants": 31,
        "completed": 10,
        "refresh_months": 24,
    }
    return CourseFacts(**{**given, **changed})


@pytest.fixture
def placement(unit):
    return make_running(unit)


def due(user):
    return [row for row in overview_rows(user) if "repetition" in row.title]


def test_nothing_says_who_applied_or_took_part():
    people = [
        f"{model.__name__}.{field.name}"
        for model in (Course, Training)
        for field in model._meta.concrete_fields
        if (isinstance(field, ForeignKey) and field.related_model is User)
        or (isinstance(field, CharField | TextField) and not field.choices)
    ]

    assert people == ["Course.name", "Course.organiser", "Course.cohort", "Course.link"]


def test_a_coordinator_enters_a_round_once_and_fills_in_its_numbers(client, coordinator, unit_manager):
    sent = {
        "name": "PEER", "organiser": "NSPH", "cohort": "våren", "starts_on": "2025-02-03", "ends_on": "2025-02-28",
        "places": "12", "form_key": str(uuid.uuid4()), "version": "0",
    }  # fmt: skip
    client.force_login(coordinator)

    for _ in range(2):
        client.post(f"{COURSES}ny/", sent)

    course = Course.objects.get()
    assert (course.places, course.applicants, course.completed) == (12, None, None)
    client.post(f"{COURSES}{course.pk}/", {**sent, "applicants": "31", "completed": "10", "version": "1"})
    page = client.get(COURSES).content.decode()
    assert ">31<" in page
    assert ">10<" in page
    with pytest.raises(SentBeforeError):
        services.create_course(facts(name="Annat"), form_key=course.form_key, actor=coordinator)
    client.force_login(unit_manager)
    assert client.get(COURSES).status_code == 403
    with pytest.raises(DomainError, match="behörighet"):
        services.create_course(facts(), form_key=uuid.uuid4(), actor=unit_manager)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"organiser": ""}, "organiser"),
        ({"ends_on": date(2025, 2, 2)}, "ends_on"),
        ({"places": 0}, "places"),
        ({"places": 1001}, "places"),
        ({"applicants": -1}, "applicants"),
        ({"applicants": 10_001}, "applicants"),
        ({"completed": 13}, "completed"),
        ({"starts_on": date(2999, 1, 1), "ends_on": date(2999, 1, 2)}, "completed"),
        ({"refresh_months": 0}, "refresh_months"),
        ({"link": "http://example.org"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_a_bad_round_is_refused_at_its_field(coordinator, changed, field):
    with pytest.raises(DomainError) as refused:
        services.create_course(facts(**changed), form_key=uuid.uuid4(), actor=coordinator)

    assert refused.value.field == field
    assert not Course.objects.exists()


def test_a_form_with_letters_for_numbers_comes_back_filled_with_a_sentence(client, coordinator):
    client.force_login(coordinator)

    page = client.post(f"{COURSES}ny/", {"name": "PEER", "places": "tolv"}).content.decode()

    assert "Skriv ett helt tal, till exempel 12." in page
    assert 'value="tolv"' in page


def test_the_list_of_two_hundred_rounds_is_paged_and_costs_the_same(
    client, coordinator, django_assert_num_queries
):
    client.force_login(coordinator)
    for number in (3, 200):
        Course.objects.bulk_create(
            Course(
                name=f"Utbildning {one}",
                organiser="NSPH",
                starts_on=date(2025, 1, 1) + timedelta(days=one),
                ends_on=date(2026, 1, 1),
                places=2,
                applicants=3,
            )
            for one in range(Course.objects.count(), number)
        )
        client.get(COURSES)
        with django_assert_num_queries(7):
            page = client.get(COURSES).content.decode()

    assert page.count('<tr><th scope="row"><a') == 50
    assert "Sida 1 av 4" in page
    # The sums are of all rounds, not of those on the page.
    year = page.split('<th scope="row">2025</th>')[1].split("</tr>")[0]
    assert re.findall(r">(\d+)<", year) == ["200", "400", "600", "0"]
    assert "Utbildning 0<" in client.get(f"{COURSES}?sida=4").content.decode()


def test_what_a_team_has_done_is_written_down_once_with_its_refresher(
    client, placement, unit_manager, supervisor
):
    course = make_course(refresh_months=24)
    done = today() - timedelta(days=100)
    sent = {
        "course": course.pk,
        "who": "team",
        "completed_on": done.isoformat(),
        "refresh_on": "",
        "version": "0",
    }
    at = f"/placeringar/{placement.pk}/utbildning/"
    client.force_login(unit_manager)

    for _ in range(2):
        client.post(f"{at}ny/", sent)

    training = Training.objects.get()
    assert (training.completed_on, training.refresh_on) == (done, done + relativedelta(months=24))
    with pytest.raises(DomainError, match="står redan"):
        services.record_training(
            placement, course, "team", TrainingFacts(completed_on=today()), actor=unit_manager
        )
    client.force_login(supervisor)
    assert "Teamet" in client.get(at).content.decode()
    assert client.post(f"{at}ny/", sent).status_code == 403


@pytest.mark.parametrize(
    ("ago", "refresh", "field"),
    [(-5, None, "completed_on"), (301, None, "completed_on"), (10, 20, "refresh_on")],
)
def test_bad_days_of_a_training_are_refused(placement, unit_manager, ago, refresh, field):
    given = TrainingFacts(
        completed_on=today() - timedelta(days=ago),
        refresh_on=today() - timedelta(days=refresh) if refresh else None,
    )

    with pytest.raises(DomainError) as refused:
        services.record_training(placement, make_course(), "team", given, actor=unit_manager)

    assert refused.value.field == field


def test_a_refresher_waits_for_the_manager_from_two_months_before_until_it_is_done_again(
    placement, unit_manager, coordinator
):
    def told():
        return [row.tone for row in due(unit_manager)]

    training = Training.objects.create(
        placement=placement,
        course=make_course(),
        who="team",
        completed_on=today() - timedelta(days=290),
        refresh_on=today() + timedelta(days=61),
    )
    assert told() == []
    Training.objects.filter(pk=training.pk).update(refresh_on=today() + timedelta(days=60))
    assert told() == ["wait"]
    Training.objects.filter(pk=training.pk).update(refresh_on=today() - timedelta(days=1))
    assert told() == ["late"]
    assert due(coordinator) == []
    # The peer's doing is not the team's.
    again = make_course(starts_on=today() - timedelta(days=20))
    for who, left in (("peer", ["late"]), ("team", [])):
        services.record_training(
            placement, again, who, TrainingFacts(completed_on=today()), actor=unit_manager
        )
        assert told() == left


def test_what_has_been_done_keeps_its_course_and_two_who_change_it_see_each_other(
    placement, unit_manager, coordinator
):
    course = make_course()
    training = services.record_training(
        placement, course, "peer", TrainingFacts(completed_on=today()), actor=unit_manager
    )
    with pytest.raises(DomainError, match="finns den kvar"):
        services.remove_course(course, actor=coordinator)
    later = TrainingFacts(completed_on=today(), refresh_on=today() + timedelta(days=9))
    services.edit_training(training, later, expected_version=1, actor=coordinator)

    with pytest.raises(EditConflictError):
        services.edit_training(
            training, TrainingFacts(completed_on=course.starts_on), expected_version=1, actor=unit_manager
        )
    services.remove_training(training, actor=unit_manager)
    services.remove_course(course, actor=coordinator)
    assert not Course.objects.exists()
