"""The pages: forms keep what was typed, listings cost the same however many rows, nothing leaks."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from common.page_cache import forget_pages
from common.search import index
from common.stamps import raise_stamp
from common.swedish import today
from organisations.models import Unit
from proposals import services
from proposals.models import (
    Addressee,
    Check,
    FollowUp,
    LoopRules,
    Measure,
    Proposal,
    ProposalSource,
    Response,
)
from proposals.queries.public import newest_cards, of_source, tally
from tests.proposals.conftest import ROOM, addressee_of, fresh, say_done, say_yes

pytestmark = pytest.mark.django_db


def soon(days: int = 30) -> str:
    return (today() + timedelta(days=days)).isoformat()


@pytest.fixture
def manager_client(unit_manager) -> Client:
    client = Client()
    client.force_login(unit_manager)
    return client


@pytest.fixture
def auditor_client(auditor) -> Client:
    client = Client()
    client.force_login(auditor)
    return client


@pytest.fixture
def coordinator_client(coordinator) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def publish_more(make_proposal, auditor, source, unit, unit_manager, number: int) -> None:
    """Publish proposals that are answered, done and checked: the longest chains."""
    for count in range(number):
        proposal = make_proposal(unit, title=f"Förslag {count}")
        services.publish_proposals(source, today(), actor=auditor)
        measure = say_done(say_yes(fresh(proposal), unit_manager, today() + timedelta(days=9)), unit_manager)
        services.check_measure(measure, "confirmed", actor=auditor)


# --- listings


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_costs_the_same_however_many_rows(
    rows, make_proposal, auditor, source, unit, unit_manager, client, django_assert_num_queries
):
    publish_more(make_proposal, auditor, source, unit, unit_manager, rows)
    client.get(reverse("loop:list"))
    forget_pages()

    with django_assert_num_queries(20):
        assert client.get(reverse("loop:list")).content.decode().count('class="rec"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_managers_page_costs_the_same_however_many_rows(
    rows, make_proposal, auditor, source, unit, unit_manager, manager_client, django_assert_num_queries
):
    publish_more(make_proposal, auditor, source, unit, unit_manager, rows)
    for _ in range(rows):
        make_proposal(unit, title="Nytt")
    services.send_proposals(source, actor=auditor)
    manager_client.get(reverse("proposals:own"))

    with django_assert_num_queries(19):
        assert manager_client.get(reverse("proposals:own")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_working_list_costs_the_same_however_many_rows(
    rows, make_proposal, auditor, source, unit, unit_manager, coordinator_client, django_assert_num_queries
):
    publish_more(make_proposal, auditor, source, unit, unit_manager, rows)
    coordinator_client.get(reverse("proposals:list"))

    with django_assert_num_queries(18):
        assert coordinator_client.get(reverse("proposals:list")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sources_part_costs_the_same_however_many_rows(
    rows, make_proposal, auditor, source, unit, unit_manager, django_assert_num_queries
):
    publish_more(make_proposal, auditor, source, unit, unit_manager, rows)

    with django_assert_num_queries(10):
        cards = of_source(ROOM, "1")

    assert [one.number for one in cards] == list(range(1, rows + 1))
    assert [(row.status, row.count) for row in tally(cards)] == [("Pågår", rows)]


def test_filters_combine_and_nonsense_is_passed_over(
    make_proposal, auditor, source, unit, kommun, theme, group, unit_manager, client
):
    first = make_proposal(unit, title="Till enheten")
    make_proposal(kommun, title="Till kommunen")
    services.sort_proposal(first, theme=theme, priority_groups=[group], actor=auditor)
    services.publish_proposals(source, today(), actor=auditor)
    say_yes(fresh(first), unit_manager, today() + timedelta(days=9))

    def found(query: str) -> set[str]:
        body = client.get(f"{reverse('loop:list')}?{query}").content.decode()
        return {name for name in ("Till enheten", "Till kommunen") if name in body}

    assert found("") == {"Till enheten", "Till kommunen"}
    assert found(f"enhet=enhet:{unit.slug}") == {"Till enheten"}
    assert found(f"enhet=huvudman:{kommun.slug}") == {"Till kommunen"}
    assert found("kommun=gavle") == {"Till enheten", "Till kommunen"}
    assert found("lage=pagar") == {"Till enheten"}
    assert found("lage=vantar-pa-svar") == {"Till kommunen"}
    assert found(f"grupp={group.slug}&tema={theme.slug}") == {"Till enheten"}
    assert found("enhet=finns-inte&lage=x&sida=-3&kommun=%00") == {"Till enheten", "Till kommunen"}
    assert found("lage=genomford") == set()


def test_two_thousand_proposals_stand_on_pages(make_proposal, auditor, source, client):
    one = make_proposal()
    services.publish_proposals(source, today(), actor=auditor)
    many = [
        Proposal(
            source=source, number=number, slug=f"forslag-{number}", title=f"Förslag {number}",
            state="public", sent_on=today(), public_on=today(), theme=one.theme,
        )
        for number in range(2, 2001)
    ]  # fmt: skip
    Proposal.objects.bulk_create(many)

    body = client.get(f"{reverse('loop:list')}?sida=150").content.decode()

    assert "2000 förslag" in body
    assert "Sida 150 av 200" in body
    rows = list(client.get(reverse("loop:csv")).streaming_content)
    assert len(rows) == 2002  # byte-order mark, header, rows


@pytest.mark.parametrize("rows", [1, 3])
def test_own_measures_are_told_to_everybody_at_the_same_cost(
    rows, unit, unit_manager, client, django_assert_num_queries
):
    for number in range(rows):
        plan = services.MeasurePlan(what=f"Stol {number} <b>", who="Chef", due=today() + timedelta(days=9))
        services.add_own_measure(unit, plan, actor=unit_manager)
    url = reverse("loop:initiatives")

    with django_assert_num_queries(7):
        body = client.get(f"{url}?enhet={unit.slug}&kommun=%00&x=1").content.decode()

    assert [f"Stol {number} &lt;b&gt;" in body for number in range(3)] == [
        number < rows for number in range(3)
    ]
    # The list of proposals leads there; what nobody has checked is no proposal.
    listed = client.get(f"{reverse('loop:list')}?kommun=gavle").content.decode()
    assert "Inget förslag" in listed
    assert url in listed
    measure = say_done(Measure.objects.first(), unit_manager)
    assert "Klar enligt verksamheten" in client.get(url).content.decode()
    assert measure.happened in client.get(url).content.decode()


# --- what is public


def test_only_public_proposals_reach_pages_and_files(sent, make_proposal, auditor, client):
    for name in ("list", "json", "csv", "atom", "themes"):
        response = client.get(reverse(f"loop:{name}"))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert sent.title not in body.decode()
    assert newest_cards(3) == []
    assert client.get(reverse("loop:poster", args=[sent.source_id, "a4"])).status_code == 404

    services.publish_proposals(sent.source, today(), actor=auditor)

    assert sent.title in client.get(reverse("loop:list")).content.decode()
    assert client.get(fresh(sent).get_absolute_url()).status_code == 200


def test_a_kept_page_is_made_anew_when_something_moves(public, unit_manager, client):
    url = public.get_absolute_url()
    assert "Ja, det gör vi" not in client.get(url).content.decode()

    say_yes(public, unit_manager, today() + timedelta(days=9))

    assert "Ja, det gör vi" in client.get(url).content.decode()


def test_formulas_in_the_table_stay_asleep(public, unit_manager, client):
    Proposal.objects.filter(pk=public.pk).update(title="=1+1", said="@SUM(A1)")
    raise_stamp("proposals")

    table = b"".join(client.get(reverse("loop:csv")).streaming_content).decode()

    assert "'=1+1" in table
    assert "'@SUM" in table


def test_open_data_tells_status_chain_and_what_is_missing(public, unit_manager, auditor, client):
    measure = say_done(say_yes(public, unit_manager, today() + timedelta(days=9)), unit_manager)
    services.check_measure(measure, "not_seen", "Ingen har sett det.", actor=auditor)

    entry = json.loads(client.get(reverse("loop:json")).content)["proposals"][0]

    assert (entry["status"], entry["status_words"]) == ("going", "Pågår")
    assert "Brukarrevisorerna har inte sett ändringen." in entry["missing"]
    assert [link["heading"] for link in entry["chain"]] == [
        "Du sa",
        "Verksamheten svarade",
        "Vi gör",
        "Vi följer upp",
    ]
    assert entry["measures"][0]["check_note"] == "Ingen har sett det."
    assert entry["effect"]["answers"] is None


def test_themes_are_counted_with_how_many_in_all(make_proposal, auditor, source, unit, theme, client):
    make_proposal(unit)
    make_proposal(unit, title="Ett till")
    services.publish_proposals(source, today(), actor=auditor)

    body = client.get(reverse("loop:themes")).content.decode()

    assert "0 av 2</strong> förslag genomförda" in body
    assert "Finns i <strong>1 av 1</strong>" in body
    assert unit.name in body


def test_markup_in_an_answer_is_shown_as_text(public, unit_manager, client):
    row = addressee_of(public)
    words = services.AnswerWords(
        answer="yes", text="<script>alert(1)</script>", responsible="Chef", due=today() + timedelta(days=3)
    )
    services.answer_proposal(row, words, expected_version=row.version, actor=unit_manager)

    body = client.get(public.get_absolute_url()).content.decode()

    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


# --- those who answer


def test_an_answer_is_typed_kept_as_a_draft_and_sent(sent, manager_client):
    url = reverse("proposals:answer", args=[addressee_of(sent).pk])
    version = addressee_of(sent).version
    draft = {"text": "Kanske", "version": version, "draft": "1", "answer": "", "responsible": "", "due": ""}
    assert manager_client.post(url, draft).status_code == 302
    assert "Kanske" in manager_client.get(url).content.decode()

    typed = {
        "answer": "yes", "text": "Vi skriver ut den.", "responsible": "Enhetschef", "due": soon(),
        "version": fresh(addressee_of(sent)).version,
    }  # fmt: skip
    assert "Väntar på svar" in manager_client.get(url).content.decode()
    hidden = typed | {"text": "Vi skriver\u202e ut den.\x0b"}
    assert manager_client.post(url, hidden).url == reverse("proposals:own")

    assert (Response.objects.get().state, Response.objects.get().text) == ("present", "Vi skriver ut den.")
    # Who changes an answer is not asked for one.
    assert "Väntar på svar" not in manager_client.get(url).content.decode()
    assert "Svara senast" not in manager_client.get(url).content.decode()


def test_a_refused_answer_keeps_what_was_typed(sent, manager_client):
    url = reverse("proposals:answer", args=[addressee_of(sent).pk])
    typed = {
        "answer": "yes",
        "text": "Ring 811218-9876",
        "responsible": "",
        "due": "2020-01-01",
        "version": 1,
    }

    body = manager_client.post(url, typed).content.decode()

    assert "personnummer" in body
    assert "Skriv vilken roll som ansvarar." in body
    assert "Ring 811218-9876" in body
    assert not Response.objects.exists()


def test_a_colleagues_answer_is_shown_beside_ones_own(sent, unit_manager, manager_client):
    url = reverse("proposals:answer", args=[addressee_of(sent).pk])
    version = addressee_of(sent).version
    say_yes(sent, unit_manager, today() + timedelta(days=30))
    typed = {"answer": "no", "text": "Nej, för dyrt.", "responsible": "Chef", "due": "", "version": version}

    body = manager_client.post(url, typed).content.decode()

    assert "Det har sparats ändringar sedan du öppnade sidan" in body
    assert "Planen skrivs ut." in body
    assert "Nej, för dyrt." in body
    assert Response.objects.get().answer == "yes"


def test_a_measure_is_reported_on_one_page(sent, unit_manager, manager_client):
    measure = say_yes(sent, unit_manager, today() + timedelta(days=30))
    url = reverse("proposals:measure", args=[measure.pk])
    typed = {"status": "done", "happened": "", "due": soon(), "version": measure.version}
    assert "Skriv vad ni gjorde" in manager_client.post(url, typed).content.decode()

    assert manager_client.post(url, typed | {"happened": "Alla får en."}).status_code == 302

    assert fresh(measure).status == "done"


def test_the_mailed_link_asks_for_sign_in_and_leads_on(sent, unit_manager, client):
    measure = say_yes(sent, unit_manager, today() + timedelta(days=30))
    url = reverse("proposals:measure", args=[measure.pk])

    assert client.get(url).url == f"/konto/logga-in/?next={quote(url, safe='')}"


@pytest.mark.parametrize("twice", [1, 2])
def test_own_measures_are_added_once(unit, manager_client, twice):
    url = reverse("proposals:own_measure_new", args=[unit.slug])
    key = manager_client.get(url).context["form"]["form_key"].value()
    typed = {"what": "Nya stolar", "who": "Vårdenhetschef", "due": soon(), "form_key": key}

    for _ in range(twice):
        assert manager_client.post(url, typed).status_code == 302

    assert Measure.objects.count() == 1


def test_a_step_back_and_other_words_are_never_dropped(unit, manager_client):
    url = reverse("proposals:own_measure_new", args=[unit.slug])
    key = manager_client.get(url).context["form"]["form_key"].value()
    typed = {"what": "Nya stolar", "who": "Vårdenhetschef", "due": soon(), "form_key": key}
    manager_client.post(url, typed)

    page = manager_client.post(url, typed | {"what": "Nya bord"})

    assert page.status_code == 200
    assert "Tryck på knappen igen om det ska bli en åtgärd till" in page.text
    assert "Nya bord</textarea>" in page.text
    again = {name: page.context["form"][name].value() for name in typed}
    assert again["form_key"] != str(key)
    for _ in range(2):
        assert manager_client.post(url, again).status_code == 302
    assert {one.what for one in Measure.objects.all()} == {"Nya stolar", "Nya bord"}
    assert Measure.objects.count() == 2


def test_what_is_chosen_among_several_stays_after_a_step_back(unit, coordinator_client):
    other = Unit.objects.create(name="Annan", slug="annan", principal=unit.principal)
    new = reverse("proposals:source_new")
    key = coordinator_client.get(new).context["form"]["form_key"].value()
    made = coordinator_client.post(new, {"kind": "patient_forum", "title": "Forum", "form_key": key})
    form = coordinator_client.get(made.url).context["form"]
    typed = {
        "title": "Håll dörren öppen", "text": "Öppna klockan sju.", "units": [unit.pk, other.pk],
        "version": 0, "form_key": form["form_key"].value(),
    }  # fmt: skip
    coordinator_client.post(made.url, typed)

    page = coordinator_client.post(made.url, typed | {"text": "Öppna klockan åtta."})

    assert "ett förslag till" in page.text
    assert page.context["form"]["units"].value() == [str(unit.pk), str(other.pk)]
    assert Proposal.objects.get().text == "Öppna klockan sju."
    again = coordinator_client.post(new, {"kind": "patient_forum", "title": "Ett annat", "form_key": key})
    assert "ett möte eller en cirkel till" in again.text
    assert ProposalSource.objects.get().title == "Forum"


def test_a_manager_who_is_not_addressed_sees_only_what_is_public(
    sent, make_user, municipality, unit, auditor
):
    elsewhere = Unit.objects.create(name="Annan", slug="annan", principal=unit.principal)
    from organisations.models import UnitRole

    stranger = make_user("Anna Annan")
    UnitRole.objects.create(user=stranger, unit=elsewhere, role="unit_manager")
    client = Client()
    client.force_login(stranger)
    paths = [
        reverse("proposals:proposal", args=[sent.pk]),
        reverse("proposals:answer", args=[addressee_of(sent).pk]),
        reverse("proposals:follow_up", args=[sent.source_id]),
    ]

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert sent.title not in client.get(reverse("proposals:own")).content.decode()


# --- those who check, and the coordinator


def test_checkers_check_settle_and_reopen_in_the_browser(public, unit_manager, auditor_client):
    measure = say_done(say_yes(public, unit_manager, today() + timedelta(days=30)), unit_manager)
    check = reverse("proposals:check", args=[measure.pk])
    assert "vad som saknas" in auditor_client.post(check, {"verdict": "partly", "note": ""}).content.decode()
    assert auditor_client.post(check, {"verdict": "partly", "note": "Hälften."}).status_code == 302
    settle = reverse("proposals:settle", args=[public.pk])
    typed = {"outcome": "partly", "note": "Resten kommer inte.", "version": fresh(public).version}
    assert auditor_client.post(settle, typed).status_code == 302
    assert fresh(public).base_status == "partly"

    reopen = reverse("proposals:reopen", args=[public.pk])
    assert auditor_client.post(reopen, {"note": "Nu finns pengar."}).status_code == 302

    assert fresh(public).base_status == "going"
    assert not Check.objects.filter(counts=True).exists()


def test_the_coordinator_takes_a_forum_from_entry_to_publication(unit, coordinator_client):
    new = reverse("proposals:source_new")
    key = coordinator_client.get(new).context["form"]["form_key"].value()
    made = coordinator_client.post(new, {"kind": "patient_forum", "title": "Forum", "form_key": key})
    source = ProposalSource.objects.get()
    form = coordinator_client.get(made.url).context["form"]
    typed = {
        "title": "Håll dörren öppen", "text": "Öppna klockan sju.", "units": [unit.pk],
        "version": 0, "form_key": form["form_key"].value(),
    }  # fmt: skip
    assert coordinator_client.post(made.url, typed).status_code == 302

    coordinator_client.post(reverse("proposals:source_publish", args=[source.pk]))

    assert Proposal.objects.get().slug == "hall-dorren-oppen"
    assert Addressee.objects.get().answer_due is not None


def test_a_follow_up_is_moved_called_and_written_down(public, unit_manager, coordinator_client, client):
    meeting = FollowUp.objects.get()
    plan = reverse("proposals:follow_up_plan", args=[public.source_id])
    coordinator_client.post(
        plan,
        {"on": soon(40), "starts_at": "13:00", "place": "Rum 2", "bring": "", "version": meeting.version},
    )
    invite = reverse("proposals:follow_up_invite", args=[public.source_id])
    assert "Inbjudan är skickad till två" in coordinator_client.post(invite, follow=True).content.decode()
    assert "redan fått" in coordinator_client.post(invite, follow=True).content.decode()
    notes = reverse("proposals:follow_up_notes", args=[public.source_id])
    typed = {"held_on": today().isoformat(), "notes": "Alla kom.", "lessons": "Fråga tidigare.",
             "version": fresh(meeting).version}  # fmt: skip
    assert coordinator_client.post(notes, typed).status_code == 302

    body = client.get(public.get_absolute_url()).content.decode()
    assert "Fråga tidigare." in body
    assert "Alla kom." not in body


def test_the_rules_are_changed_on_a_page(coordinator_client):
    url = reverse("proposals:rules")
    typed = {"answer_days": 40, "grace_days": 7, "follow_up_months": 6, "effect_answers": 4, "effect_percent": 60,
             "version": 1}  # fmt: skip
    assert "Skriv ett tal från 5 till 500." in coordinator_client.post(url, typed).content.decode()

    coordinator_client.post(url, typed | {"effect_answers": 8})

    assert LoopRules.current().effect_answers == 8


def test_the_overview_names_what_waits(
    sent, unit_manager, manager_client, auditor_client, coordinator_client
):
    assert f"Svara på förslaget {sent.title}" in manager_client.get("/oversikt/").content.decode()
    measure = say_done(say_yes(sent, unit_manager, today() + timedelta(days=5)), unit_manager)
    assert "Kontrollera:" in auditor_client.get("/oversikt/").content.decode()
    Measure.objects.filter(pk=measure.pk).update(
        status="going", done_on=None, due=today() - timedelta(days=1)
    )

    assert "Berätta hur det går" in manager_client.get("/oversikt/").content.decode()
    assert "En åtgärd är försenad" in coordinator_client.get("/oversikt/").content.decode()


def test_the_overview_names_meetings_and_what_is_late_below(
    public, unit_manager, superior, auditor_client, client
):
    measure = say_yes(public, unit_manager, today() + timedelta(days=5))
    Measure.objects.filter(pk=measure.pk).update(due=today() - timedelta(days=7))
    client.force_login(superior)
    assert "försenad" not in client.get("/oversikt/").content.decode()
    Measure.objects.filter(pk=measure.pk).update(due=today() - timedelta(days=8))
    assert "Se en sak som är försenad" in client.get("/oversikt/").content.decode()

    FollowUp.objects.update(on=today() + timedelta(days=30))
    assert "Bjud in till uppföljningsmötet" in auditor_client.get("/oversikt/").content.decode()
    FollowUp.objects.update(on=today() - timedelta(days=1))
    assert "Skriv efter uppföljningsmötet" in auditor_client.get("/oversikt/").content.decode()


def test_public_proposals_are_found_by_search_and_drafts_are_not(draft, auditor, client):
    assert draft.title not in client.get("/sok/?q=kopia").content.decode()

    services.publish_proposals(draft.source, today(), actor=auditor)
    index.repair()

    assert draft.title in client.get("/sok/?q=kopia").content.decode()
