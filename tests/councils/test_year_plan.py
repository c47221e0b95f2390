"""A year planned for all groups at once, and areas that lack their dialogue meeting of a term."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from common.swedish import today
from councils.models import Council, Meeting
from councils.queries.year_plan import Term, missing_terms, terms_of, year_rows
from tests.councils.build import make_council, make_meeting, make_secretary

YEAR = today().year + 1
ADDRESS = f"/rad/arshjul/{YEAR}/planera/"


@pytest.fixture
def dialogues(area: Any) -> Council:
    return make_council("Dialogmöten i Gästrikland", kind="dialogue_area", area=area)


def filled(form: Any, **changes: str) -> dict[str, str]:
    """What a browser sends of the form as it was proposed."""
    told = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value not in {None, "", False}:
            told[name] = f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
    return told | changes


def test_the_coordinator_plans_the_year_of_all_groups_on_one_page(
    council: Council, dialogues: Council, coordinator: User, signed_in: Any
) -> None:
    client = signed_in(coordinator)
    form = client.get(ADDRESS).context["form"]
    sent = filled(form)

    client.post(ADDRESS, sent)
    again = client.post(ADDRESS, sent)
    other = client.post(ADDRESS, sent | {f"g{council.pk}_day_v1": f"{date(YEAR, 5, 20)}"})

    found = Meeting.objects.filter(day__year=YEAR)
    assert found.filter(council=council).count() == 4
    assert [Term(YEAR, one.day.month > 6) for one in found.filter(council=dialogues).order_by("day")] == [
        *terms_of(YEAR)
    ]
    assert again.status_code == 302
    assert "redan planerade, med andra dagar" in other.content.decode()
    assert len({one.day for one in found}) == found.count() == 6
    assert set(found.values_list("status", flat=True)) == {"planned"}


def test_a_day_that_clashes_is_told_at_its_field_and_nothing_is_saved(
    council: Council, other_council: Council, coordinator: User, signed_in: Any
) -> None:
    client = signed_in(coordinator)
    form = client.get(ADDRESS).context["form"]
    first = f"g{council.pk}_day_v1"
    day = str(form.fields[first].initial)
    there = make_meeting(council, date(YEAR, 3, 11), status="planned")
    sent = filled(form, **{f"g{other_council.pk}_day_v1": day, f"g{council.pk}_day_v2": f"{there.day}"})

    refused = client.post(ADDRESS, sent)

    # The groups stand in Swedish order: of two at once it is the second that is told.
    assert set(refused.context["form"].errors) == {first, f"g{council.pk}_day_v2"}
    assert f'value="{day}"' in refused.content.decode()
    assert Meeting.objects.count() == 1
    client.post(ADDRESS, sent | {"may_clash": "on", f"g{council.pk}_day_v2": ""})
    assert Meeting.objects.filter(day=day).count() == 2


def test_last_years_days_come_back_on_free_working_days_and_what_is_planned_is_not_proposed_again(
    council: Council, other_council: Council, coordinator: User
) -> None:
    # A Wednesday; and the day before, which is taken the year after.
    before = date(YEAR, 3, 11) - timedelta(weeks=52)
    for group in (council, other_council):
        make_meeting(group, before, status="held" if before < today() else "planned")
    make_meeting(council, date(YEAR, 10, 7), status="planned")
    # In July hardly anybody can come: such a day is not proposed again.
    make_meeting(other_council, date(YEAR, 7, 15) - timedelta(weeks=52), status="planned")

    rows = {row.council.pk: row for row in year_rows(coordinator, YEAR, 1)}

    proposed = [rows[one.pk].days[0][1][0] for one in (council, other_council)]
    assert len(set(proposed)) == 2
    assert all(
        day is not None and timedelta() <= day - date(YEAR, 3, 11) <= timedelta(days=8) for day in proposed
    )
    assert rows[council.pk].days[1][1] == [None]
    (autumn,) = rows[other_council.pk].days[1][1]
    assert autumn is not None
    assert autumn.month > 7


def test_an_area_without_its_dialogue_meeting_of_the_term_is_told_until_it_has_one(
    dialogues: Council, coordinator: User, secretary: User, signed_in: Any
) -> None:
    now = next(one for one in terms_of(today().year) if one.has(today()))
    make_meeting(dialogues, today(), status="cancelled")
    told = f"Planera dialogmöten {now.name}"

    assert told in signed_in(coordinator).get("/oversikt/").content.decode()
    wheel = signed_in(coordinator).get(f"/rad/arshjul/{now.year}/").content.decode()
    assert "Dialogmöten som saknas" in wheel
    # The secretary of another group plans none.
    assert told not in signed_in(secretary).get("/oversikt/").content.decode()
    make_secretary(dialogues, secretary)
    assert told in signed_in(secretary).get("/oversikt/").content.decode()

    make_meeting(dialogues, today(), status="planned")
    assert now not in [one.term for one in missing_terms(coordinator)]
    Council.objects.filter(pk=dialogues.pk).update(status="paused", status_reason="Få.", review_on=today())
    Meeting.objects.all().delete()
    assert missing_terms(coordinator, now.year) == []


def test_only_who_plans_some_group_plans_a_year_and_only_their_own(
    council: Council, other_council: Council, secretary: User, member: User, signed_in: Any
) -> None:
    assert signed_in(member).get(ADDRESS).status_code == 403
    form = signed_in(secretary).get(ADDRESS).context["form"]

    assert set(form.days) == {council.pk}
    strange = filled(form, **{f"g{other_council.pk}_day_v1": f"{date(YEAR, 3, 11)}"})
    assert (
        "En av grupperna går inte att planera" in signed_in(secretary).post(ADDRESS, strange).content.decode()
    )
    assert not Meeting.objects.exists()
    assert signed_in(secretary).get(f"/rad/arshjul/{today().year - 1}/planera/").status_code == 404


def test_a_form_key_that_is_no_key_is_told(council: Council, coordinator: User, signed_in: Any) -> None:
    sent = filled(signed_in(coordinator).get(ADDRESS).context["form"], form_key="nej")

    assert signed_in(coordinator).post(ADDRESS, sent).status_code == 200
    assert not Meeting.objects.exists()
