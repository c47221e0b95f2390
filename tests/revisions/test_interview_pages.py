"""The pages of interviews without script: a plain form for each area, nothing lost, nothing shown to the wrong."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import sealing
from common.models import TrailEntry
from revisions.models import InformationText, Interview, InterviewAnswer
from revisions.services.interview_answers import save_answer
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview
from tests.revisions.interview_answers import questions, texts, written

PERSONAL_NUMBER = "811218-9876"


@pytest.fixture
def interview(team: Team) -> Interview:
    return make_interview(team.audit, team.guide, team.auditor, team.second, key_id=sealing.new_key())


def _area(interview: Interview, number: int = 1) -> str:
    return reverse("revisions:interview_area", args=[interview.pk, number])


def typed_form(client: Client, address: str, html: str = "", **typed: str) -> dict[str, str]:
    """The page's form as a browser would send it, with some fields changed."""
    html = html or client.get(address).content.decode()
    form = html[html.index("<form method") :]
    data = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    data |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL))
    data |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]*)" checked', form))
    return {**data, **typed}


def test_planning_gives_a_code_and_needs_no_name(client: Client, team: Team) -> None:
    client.force_login(team.auditor)
    address = reverse("revisions:interview_new", args=[team.audit.pk])

    page = client.get(address).content.decode()
    answer = client.post(
        address,
        {"on": timezone.localdate().isoformat(), "place_kind": "home", "kind": "interview",
         "first_auditor": team.auditor.pk, "second_auditor": team.second.pk},
    )  # fmt: skip

    assert answer.status_code == 302
    assert Interview.objects.get().code == "A01"
    names = set(re.findall(r'name="([a-z_]+)"', page[page.index("<main") : page.index("</main")]))
    assert names - {"csrfmiddlewaretoken"} == {
        "on", "place_kind", "kind", "participants", "first_auditor", "second_auditor", "version",
    }  # fmt: skip


def test_a_refused_plan_keeps_what_was_chosen(client: Client, team: Team) -> None:
    client.force_login(team.auditor)

    answer = client.post(
        reverse("revisions:interview_new", args=[team.audit.pk]),
        {"on": "", "place_kind": "phone", "kind": "focus_group", "first_auditor": team.second.pk},
    )

    html = answer.content.decode()
    assert "Välj dag." in html
    assert "Skriv hur många som är med i fokusgruppen." in html
    assert '<option value="phone" selected>' in html
    assert not Interview.objects.exists()


def test_consent_has_no_tick_beforehand_and_no_is_an_equal_button(client: Client, team: Team) -> None:
    interview = make_interview(
        team.audit, team.guide, team.auditor, status="planned", consent_given=False, consent_to=None
    )
    client.force_login(team.auditor)
    address = reverse("revisions:interview_consent", args=[interview.pk])

    html = client.get(address).content.decode()
    without = client.post(address, {"text": "1", "ja": "1"})
    declined = client.post(address, {"text": "1", "nej": "1"})

    assert "checked" not in html
    assert len(re.findall(r'<button class="btn btn--equal"', html)) == 2
    assert "Kryssa i att personen har sagt ja" in without.content.decode()
    interview.refresh_from_db()
    assert (declined.status_code, interview.status, interview.key_id) == (302, "declined", None)


def test_yes_leads_to_the_first_area(client: Client, team: Team) -> None:
    interview = make_interview(
        team.audit, team.guide, team.auditor, status="planned", consent_given=False, consent_to=None
    )
    client.force_login(team.auditor)

    answer = client.post(
        reverse("revisions:interview_consent", args=[interview.pk]), {"text": "1", "ja": "1", "consent": "1"}
    )

    interview.refresh_from_db()
    assert answer["Location"] == _area(interview)
    assert interview.consent_to == InformationText.objects.get()


def test_next_saves_every_field_and_goes_on(client: Client, team: Team, interview: Interview) -> None:
    client.force_login(team.auditor)
    first, scale = (question.pk.hex for question in questions(interview)[:2])
    sent = typed_form(
        client, _area(interview),
        **{f"text-{first}": "Jag fick inget brev.\r\nIngen ringde.", f"quotes-{first}": "Ingen ringde.", f"answer-{scale}": "2"},
    )  # fmt: skip

    answer = client.post(_area(interview), {**sent, "nasta": "1"})

    assert answer["Location"] == _area(interview, 2)
    assert texts(interview) == ("Jag fick inget brev.\nIngen ringde.", None)
    assert InterviewAnswer.objects.get(question_id=scale).choice == 2
    assert "Ingen ringde.</textarea>" in client.get(_area(interview)).content.decode()


def test_a_form_sent_twice_saves_once(client: Client, team: Team, interview: Interview) -> None:
    client.force_login(team.auditor)
    key = questions(interview)[0].pk.hex
    sent = typed_form(client, _area(interview), **{f"text-{key}": "En gång"})

    client.post(_area(interview), sent)
    client.post(_area(interview), sent)

    assert texts(interview) == ("En gång", None)
    assert InterviewAnswer.objects.get().revision == 1


def test_a_field_nobody_touched_disturbs_nobody(client: Client, team: Team, interview: Interview) -> None:
    client.force_login(team.auditor)
    sent = typed_form(client, _area(interview))
    save_answer(interview, written(interview, text="Sture skrev."), actor=team.second)

    client.post(_area(interview), sent)

    assert texts(interview) == ("Sture skrev.", None)


def test_two_texts_are_shown_side_by_side_until_somebody_chooses(
    client: Client, team: Team, interview: Interview
) -> None:
    client.force_login(team.auditor)
    key = questions(interview)[0].pk.hex
    sent = typed_form(client, _area(interview), **{f"text-{key}": "Alvas ord."})
    save_answer(interview, written(interview, text="Stures ord."), actor=team.second)

    answer = client.post(_area(interview), {**sent, "nasta": "1"})
    html = client.get(_area(interview)).content.decode()
    revision = InterviewAnswer.objects.get().revision
    client.post(
        _area(interview), {**typed_form(client, _area(interview)), "choose": f"{key}:both:{revision}"}
    )

    assert answer["Location"] == _area(interview)
    assert "Alvas ord." in html
    assert "Stures ord." in html
    assert texts(interview) == ("Stures ord.\n\nAlvas ord.", None)


def test_a_personal_number_comes_back_filled_in_while_the_other_fields_are_saved(
    client: Client, team: Team, interview: Interview
) -> None:
    client.force_login(team.auditor)
    first, scale = (question.pk.hex for question in questions(interview)[:2])
    sent = typed_form(
        client, _area(interview),
        **{f"text-{first}": f"Det var {PERSONAL_NUMBER}", f"text-{scale}": "Bra."},
    )  # fmt: skip

    answer = client.post(_area(interview), {**sent, "nasta": "1"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert f"Det var {PERSONAL_NUMBER}</textarea>" in html
    assert "Portalen sparar aldrig personnummer." in html
    assert texts(interview, 1) == ("Bra.", None)
    assert not InterviewAnswer.objects.filter(question_id=first).exists()


def test_opening_an_interview_is_on_the_trail_once(client: Client, team: Team, interview: Interview) -> None:
    client.force_login(team.auditor)
    for number in (1, 2, 1):
        client.get(_area(interview, number))

    assert TrailEntry.objects.filter(kind="opened", object_id=str(interview.pk)).count() == 1


def test_an_interview_without_key_store_says_so_and_stays(
    client: Client, team: Team, interview: Interview, key_store: Any
) -> None:
    client.force_login(team.auditor)
    save_answer(interview, written(interview, text="Kvar."), actor=team.auditor)
    key_store.rename(key_store.with_name("away"))

    answer = client.get(_area(interview))

    assert answer.status_code == 503
    assert "Inget har gått förlorat" in answer.content.decode()


def test_the_check_counts_and_finishes(client: Client, team: Team, interview: Interview) -> None:
    client.force_login(team.auditor)
    save_answer(interview, written(interview, text="Hej"), actor=team.auditor)
    address = reverse("revisions:interview_check", args=[interview.pk])

    html = client.get(address).content.decode()
    client.post(address)

    interview.refresh_from_db()
    assert "1 av 2 frågor har ett svar" in html
    assert interview.status == "done"
    assert not TrailEntry.objects.filter(kind="opened").exists()


def test_titles_tell_the_code_and_never_what_it_is_about(
    client: Client, team: Team, interview: Interview
) -> None:
    client.force_login(team.auditor)
    for address in (
        _area(interview),
        reverse("revisions:interview_pause", args=[interview.pk]),
        reverse("revisions:interview_check", args=[interview.pk]),
        reverse("revisions:interviews", args=[team.audit.pk]),
    ):
        html = client.get(address).content.decode()
        title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
        assert title
        assert team.audit.title not in title[1]


def test_the_list_costs_the_same_for_one_and_for_three(
    client: Client, team: Team, interview: Interview, django_assert_num_queries: Any
) -> None:
    from revisions.queries.interviews import interview_list

    def counted() -> int:
        user = type(team.auditor).objects.get(pk=team.auditor.pk)
        audit = type(team.audit).objects.get(pk=team.audit.pk)
        user.has_perm("revisions.write_interview", audit)
        with django_assert_num_queries(3):
            return len(interview_list(audit, user).mine)

    one = counted()
    for code in ("A02", "A03"):
        make_interview(team.audit, team.guide, team.auditor, code=code)

    assert (one, counted()) == (1, 3)


def test_one_sees_ones_own_interviews_first(client: Client, team: Team, interview: Interview) -> None:
    make_interview(team.audit, team.guide, team.second, code="A00", status="planned", consent_given=False)
    client.force_login(team.auditor)

    html = client.get(reverse("revisions:interviews", args=[team.audit.pk])).content.decode()

    assert (
        html.index("Mina intervjuer")
        < html.index("A01")
        < html.index("Teamets intervjuer")
        < html.index("A00")
    )


def test_an_interview_that_was_destroyed_is_not_offered_for_reading(
    client: Client, team: Team, interview: Interview
) -> None:
    type(team.audit).objects.update(
        status="published", published_on=timezone.localdate(), raw_destroyed_on=timezone.localdate()
    )
    Interview.objects.update(status="done", key_id=None)
    client.force_login(team.auditor)
    listed = reverse("revisions:interviews", args=[team.audit.pk])

    html = client.get(listed).content.decode()
    pages = [
        client.get(reverse(f"revisions:{name}", args=[interview.pk, *args]), follow=True)
        for name, args in (
            ("interview", []),
            ("interview_area", [1]),
            ("interview_pause", []),
            ("interview_check", []),
        )
    ]

    assert f'data-gone="{interview.pk}"' in html
    assert reverse("revisions:interview", args=[interview.pk]) not in html
    assert "frågor har ett svar" not in html
    for page in pages:
        assert page.redirect_chain[-1][0] == listed
        assert "Inget av intervjun finns kvar." in page.content.decode()


def test_the_shell_is_the_same_for_everybody(client: Client, team: Team, interview: Interview) -> None:
    address = reverse("revisions:interview_shell")
    visitor = client.get(address).content
    client.force_login(team.auditor)

    assert client.get(address).content == visitor
    assert b"csrf" not in visitor
