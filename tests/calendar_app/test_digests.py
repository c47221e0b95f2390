"""The calendar by mail: asked for twice, sent once a period, ended with one click."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from calendar_app.filters import CalendarFilter
from calendar_app.models import DigestSubscription
from calendar_app.queries.digests import due_period
from calendar_app.services import digests
from common import outbox
from common.actors import PUBLIC
from common.models import OutboxMessage, StatusChange
from tests.calendar_app.factories import at, make_days, make_occurrence

pytestmark = pytest.mark.django_db

MONDAY = at(2026, 10, 5, 6, 5)
ASKED = {"email": "lasare@example.org", "frequency": "weekly"}

Travel = Callable[[datetime], None]


@pytest.fixture
def travel() -> Iterator[Travel]:
    with time_machine.travel(at(2026, 10, 1, 12), tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture(autouse=True)
def _mail_at_once(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is beside us: what is queued leaves when the transaction would have ended."""
    monkeypatch.setattr(outbox, "_hand_over", lambda pk: outbox.deliver(pk))


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def subscription(travel: Travel, committing: Any) -> DigestSubscription:
    """A confirmed weekly subscription; no mail is left in the box."""
    with committing():
        digests.request_digest(
            "lasare@example.org", frequency="weekly", chosen=CalendarFilter(), actor=PUBLIC
        )
    found = DigestSubscription.objects.get()
    digests.confirm_digest(found)
    mail.outbox.clear()
    found.refresh_from_db()
    return found


def link(text: str, word: str) -> str:
    match = re.search(rf"http://127\.0\.0\.1:8000(/kalender/brev/\S+/{word}/)", text)
    assert match, text
    return match.group(1)


def test_nothing_is_sent_before_the_address_has_said_yes(
    client: Client, travel: Travel, committing: Any
) -> None:
    make_occurrence(at(2026, 10, 6, 10))
    with committing():
        response = client.post("/kalender/brev/", ASKED)

    travel(MONDAY)
    with committing():
        assert digests.send_due_digests() == 0

    assert response.status_code == 302
    (asked,) = mail.outbox
    assert asked.to == ["lasare@example.org"]
    assert asked.subject == "Din prenumeration"


def test_opening_the_link_confirms_nothing_and_the_button_does(
    client: Client, travel: Travel, committing: Any
) -> None:
    with committing():
        client.post("/kalender/brev/", ASKED)
    path = link(mail.outbox[0].body, "bekrafta")

    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    before = DigestSubscription.objects.get().status
    for _ in range(2):
        assert client.post(path).status_code == 200

    assert before == "pending"
    assert DigestSubscription.objects.get().status == "active"
    moves = StatusChange.objects.filter(object_type="calendar_app.digestsubscription").order_by("pk")
    assert [(move.source, move.target) for move in moves] == [("", "pending"), ("pending", "active")]


def test_known_and_unknown_addresses_get_the_same_answer(
    client: Client, travel: Travel, subscription: DigestSubscription, committing: Any
) -> None:
    travel(at(2026, 10, 1, 14))
    with committing():
        known = client.post("/kalender/brev/", ASKED)
        unknown = client.post("/kalender/brev/", {**ASKED, "email": "ny@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.subject for message in mail.outbox] == ["Din prenumeration"] * 2
    assert "/andra/" in mail.outbox[0].body
    assert "/bekrafta/" in mail.outbox[1].body


def test_asking_again_changes_nothing_for_somebody_who_subscribes(
    client: Client, subscription: DigestSubscription, committing: Any
) -> None:
    with committing():
        client.post("/kalender/brev/", {**ASKED, "email": "LASARE@example.org", "frequency": "monthly"})

    subscription.refresh_from_db()
    assert DigestSubscription.objects.count() == 1
    assert (subscription.status, subscription.frequency) == ("active", "weekly")


def test_one_address_gets_one_mail_an_hour_however_often_it_is_typed(
    client: Client, travel: Travel, committing: Any
) -> None:
    with committing():
        for _ in range(3):
            client.post("/kalender/brev/", ASKED)

    assert len(mail.outbox) == 1


def test_too_many_tries_from_one_place_are_asked_to_wait(client: Client, travel: Travel) -> None:
    for number in range(20):
        assert client.post("/kalender/brev/", {**ASKED, "email": f"n{number}@example.org"}).status_code == 302

    refused = client.post("/kalender/brev/", {**ASKED, "email": "en-till@example.org"})

    assert refused.status_code == 200
    assert "Vänta en timme" in refused.content.decode()
    assert "en-till@example.org" in refused.content.decode()
    assert DigestSubscription.objects.count() == 20


@pytest.mark.parametrize(
    "email", ["", "inte en adress", "a@b@c.example.org", "x@example.org\nBcc: y@example.org"]
)
def test_a_wrong_address_gets_a_sentence_and_stays_to_be_mended(
    client: Client, travel: Travel, email: str
) -> None:
    response = client.post("/kalender/brev/", {**ASKED, "email": email})

    assert response.status_code == 200
    html = response.content.decode()
    assert "Skriv din e-postadress." in html or "Skriv hela e-postadressen" in html
    assert not DigestSubscription.objects.exists()


def test_the_weeks_mail_tells_the_week_and_is_sent_once(
    travel: Travel, subscription: DigestSubscription, association: Any, municipality: Any, committing: Any
) -> None:
    make_occurrence(at(2026, 10, 4, 10), title="Förra veckan")
    there = make_occurrence(
        at(2026, 10, 8, 13),
        association,
        title="Dialogmöte & <fika>",
        place="Sal Linden",
        municipality=municipality,
    )
    make_occurrence(at(2026, 10, 9, 18), title="Studiecirkel", time={"status": "cancelled"})
    make_occurrence(at(2026, 10, 9, 18), title="Utkastet", status="proposed")
    make_days(date(2026, 10, 3), date(2026, 10, 6), title="Utställning")
    make_occurrence(at(2026, 10, 12, 0), title="Nästa vecka")

    travel(MONDAY)
    with committing():
        sent = [digests.send_due_digests() for _ in range(3)]

    assert sent == [1, 0, 0]
    (message,) = mail.outbox
    assert message.subject == "Veckans kalender"
    assert "vecka 41, 5–11\xa0oktober 2026" in message.body
    assert "Dialogmöte & <fika>" in message.body
    assert "Inställt: Studiecirkel" in message.body
    assert "Utställning" in message.body
    assert f"http://127.0.0.1:8000/kalender/aktivitet/{there.pk}/" in message.body
    for absent in ("Förra veckan", "Utkastet", "Nästa vecka"):
        assert absent not in message.body


def test_the_mail_says_nothing_on_the_outside_and_can_be_ended_with_one_click(
    travel: Travel, subscription: DigestSubscription, association: Any, committing: Any
) -> None:
    make_occurrence(at(2026, 10, 8, 13), association, title="Leva med tvång")
    travel(MONDAY)
    with committing():
        digests.send_due_digests()
    headers = mail.outbox[0].message()
    outside = " ".join(f"{name}: {value}" for name, value in headers.items())

    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    without_token = Client(enforce_csrf_checks=True)
    answers = [without_token.post(path, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "tvång" not in outside
    assert "Egna Ord" not in outside
    assert answers == [200, 200]
    subscription.refresh_from_db()
    assert (subscription.status, subscription.email, subscription.filters) == ("ended", "", {})


def test_opening_the_link_to_end_ends_nothing(client: Client, subscription: DigestSubscription) -> None:
    token = digests.keep_token(subscription)

    response = client.get(f"/kalender/brev/{token}/avsluta/")

    subscription.refresh_from_db()
    assert response.status_code == 200
    assert subscription.status == "active"
    assert "lasare@example.org" not in response.content.decode()


def test_choices_are_followed_and_can_be_changed(
    client: Client,
    travel: Travel,
    subscription: DigestSubscription,
    association: Any,
    other_association: Any,
    committing: Any,
) -> None:
    make_occurrence(at(2026, 10, 8, 13), association, title="Vår aktivitet")
    make_occurrence(at(2026, 10, 8, 13), other_association, title="Deras aktivitet")
    path = f"/kalender/brev/{digests.keep_token(subscription)}/andra/"
    response = client.post(path, {"frequency": "weekly", "forening": ["egna-ord-halsingland"]}, follow=True)

    travel(MONDAY)
    with committing():
        digests.send_due_digests()

    assert "Sparat." in response.content.decode()
    body = mail.outbox[0].body
    assert "Vår aktivitet" in body
    assert "Deras aktivitet" not in body
    assert "Ditt urval: Egna Ord Hälsingland." in body


def test_a_week_without_activities_is_no_mail(
    travel: Travel, subscription: DigestSubscription, committing: Any
) -> None:
    travel(MONDAY)
    with committing():
        assert digests.send_due_digests() == 0

    assert mail.outbox == []


def test_an_address_that_bounces_is_paused_until_it_asks_again(
    client: Client, travel: Travel, subscription: DigestSubscription, committing: Any, monkeypatch: Any
) -> None:
    make_occurrence(at(2026, 10, 8, 13))
    make_occurrence(at(2026, 10, 14, 13))
    monkeypatch.setattr("sys.stdin", io.StringIO("okand@example.org\n\nLasare@Example.org\n"))
    call_command("record_bounces", stdout=io.StringIO())

    travel(MONDAY)
    with committing():
        assert digests.send_due_digests() == 0
    subscription.refresh_from_db()
    assert (subscription.status, subscription.bounces) == ("paused", 1)
    with committing():
        client.post("/kalender/brev/", ASKED)
    client.post(link(mail.outbox[0].body, "bekrafta"))

    subscription.refresh_from_db()
    assert (subscription.status, subscription.bounces) == ("active", 0)


def test_a_server_that_refuses_the_address_for_good_pauses_it(
    subscription: DigestSubscription, monkeypatch: Any
) -> None:
    def refuse(message: Any) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})

    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages", lambda self, m: refuse(m[0])
    )
    queued = OutboxMessage.objects.create(
        kind="mail",
        not_before=timezone.now(),
        payload={"to": "lasare@example.org", "subject": "x", "body": "x", "headers": {}},
    )

    assert outbox.deliver(queued.pk) is False

    subscription.refresh_from_db()
    queued.refresh_from_db()
    assert subscription.status == "paused"
    assert queued.failed_at is not None
    assert queued.payload == {}


def test_a_server_that_is_busy_pauses_nobody(subscription: DigestSubscription, monkeypatch: Any) -> None:
    def busy(message: Any) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (451, b"try later")})

    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages", lambda self, m: busy(m[0])
    )
    queued = OutboxMessage.objects.create(
        kind="mail",
        not_before=timezone.now(),
        payload={"to": "lasare@example.org", "subject": "x", "body": "x", "headers": {}},
    )

    assert outbox.deliver(queued.pk) is False

    subscription.refresh_from_db()
    queued.refresh_from_db()
    assert subscription.status == "active"
    assert (queued.failed_at, queued.attempts) == (None, 1)


def test_links_that_are_bent_or_too_old_open_nothing(client: Client, travel: Travel, committing: Any) -> None:
    with committing():
        client.post("/kalender/brev/", ASKED)
    subscription = DigestSubscription.objects.get()
    confirm = link(mail.outbox[0].body, "bekrafta")
    keep = digests.keep_token(subscription)

    assert client.get(f"/kalender/brev/{keep[:-1]}x/avsluta/").status_code == 404
    assert client.post(f"/kalender/brev/{keep}/bekrafta/").status_code == 404
    travel(at(2026, 10, 9, 12))
    assert client.post(confirm).status_code == 404

    assert digests.forget_unconfirmed() == 1
    subscription.refresh_from_db()
    assert (subscription.status, subscription.email) == ("ended", "")


@pytest.mark.parametrize(
    ("frequency", "moment", "key"),
    [
        ("weekly", at(2026, 10, 5, 5, 59), None),
        ("weekly", at(2026, 10, 5, 6), "2026-W41"),
        ("weekly", at(2026, 10, 7, 23, 59), "2026-W41"),
        ("weekly", at(2026, 10, 8), None),
        ("weekly", at(2026, 12, 28, 7), "2026-W53"),
        ("weekly", at(2027, 1, 4, 7), "2027-W01"),
        ("weekly", at(2026, 10, 26, 6), "2026-W44"),
        ("monthly", at(2027, 1, 1, 6), "2027-01"),
        ("monthly", at(2026, 12, 31, 23, 59), None),
        ("monthly", at(2026, 11, 7, 12), "2026-11"),
        ("monthly", at(2026, 11, 8), None),
    ],
)
def test_periods_begin_by_the_clock_in_stockholm(frequency: str, moment: datetime, key: str | None) -> None:
    period = due_period(frequency, moment)

    assert (period.key if period else None) == key


def test_a_monthly_mail_comes_the_first_day_and_skips_the_month_it_was_asked_in(
    travel: Travel, committing: Any
) -> None:
    make_occurrence(at(2026, 10, 20, 10), title="I oktober")
    make_occurrence(at(2026, 11, 20, 10), title="I november")
    digests.request_digest("m@example.org", frequency="monthly", chosen=CalendarFilter(), actor=PUBLIC)
    digests.confirm_digest(DigestSubscription.objects.get())
    mail.outbox.clear()

    sent = []
    for moment in (at(2026, 10, 1, 13), at(2026, 11, 1, 5), at(2026, 11, 1, 6, 5), at(2026, 11, 2, 6, 5)):
        travel(moment)
        with committing():
            sent.append(digests.send_due_digests())

    assert sent == [0, 0, 1, 0]
    assert mail.outbox[0].subject == "Månadens kalender"
    assert "I november" in mail.outbox[0].body
    assert "I oktober" not in mail.outbox[0].body


def test_two_workers_at_once_send_one_mail(
    travel: Travel, subscription: DigestSubscription, committing: Any
) -> None:
    make_occurrence(at(2026, 10, 8, 13))
    travel(MONDAY)
    seen_by_both = DigestSubscription.objects.get()
    content = digests.period_content(due_period("weekly", MONDAY), {}, MONDAY)

    with committing():
        sent = [digests._send(seen_by_both, "2026-W41", content) for _ in range(2)]

    assert sent == [1, 0]
    assert len(mail.outbox) == 1
