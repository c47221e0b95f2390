"""What visitors have asked the coordinator, and a checklist that a ward has filled in twice."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

from accounts.models import User
from inflytande.demo.clock import StoryClock
from organisations.models import Municipality, Unit
from pages.checklist.result import Said
from pages.models import Checklist, Enquiry, Extent, Kind
from pages.services import checklists, enquiries
from pages.services.checklists import ChecklistFacts
from pages.services.enquiries import Message

PROJECT = "Nytt sätt att planera hemgången"
_FIRST = [
    Said("Två patienter berättade att hemgången kom för fort.", Extent.PARTLY),
    Said("Vi skrev målen själva.", Extent.NOT_AT_ALL),
    Said("De som var på väg hem fick se planen när den var klar.", Extent.NOT_AT_ALL),
    Said(extent=Extent.PARTLY),
    Said("Vi har inte bestämt det än.", Extent.NOT_AT_ALL),
]
_AGAIN = [
    Said("En fokusgrupp med sex personer sa samma sak.", Extent.LARGELY),
    Said("Fokusgruppen valde vilket mål som är viktigast.", Extent.PARTLY),
    Said("Planen har ändrats två gånger efter vad de sa.", Extent.LARGELY),
    Said(extent=Extent.PARTLY),
    Said("Fokusgruppen träffas igen om ett halvår.", Extent.PARTLY),
]


class Told(Protocol):
    """What of the story is needed here."""

    clock: StoryClock
    people: dict[str, User]

    @property
    def coordinator(self) -> User: ...


def plan_what_is_asked(story: Told) -> None:
    """Write the steps into the story's diary."""
    clock = story.clock
    clock.at(196, lambda: _save(story), hour=14)
    clock.at(17, lambda: _renew(story), hour=14)
    clock.at(13, _wants_to_audit, hour=20)
    clock.at(11, lambda: _answer(story))
    clock.at(2, _wants_a_lecture, hour=11)


def _save(story: Told) -> None:
    facts = ChecklistFacts(PROJECT, story.clock.day(16), _FIRST)
    ward = Unit.objects.get(slug="avdelning-12-gavle")
    hedvig = story.people["hedvig.handledare@example.org"]
    checklists.save_checklist(ward, facts, form_key=None, actor=hedvig)


def _renew(story: Told) -> None:
    saved = Checklist.objects.get(project=PROJECT)
    facts = ChecklistFacts(PROJECT, story.clock.day(17) + timedelta(days=180), _AGAIN)
    eli = story.people["eli.enhetschef@example.org"]
    checklists.renew_checklist(saved, facts, form_key=None, expected_version=saved.version, actor=eli)


def _wants_to_audit() -> None:
    message = Message(
        kind=Kind.AUDITOR,
        name="Mika",
        email="mika.undrar@example.org",
        municipality=Municipality.objects.get(slug="ljusdal"),
        text="Hej! När är nästa utbildning, och går det att vara med på distans ibland?",
    )
    enquiries.send_enquiry(message, form_id=UUID(int=1))


def _answer(story: Told) -> None:
    asked = Enquiry.objects.get(kind=Kind.AUDITOR)
    enquiries.settle_enquiry(asked, Enquiry.Status.ANSWERED, actor=story.coordinator)


def _wants_a_lecture() -> None:
    message = Message(
        kind=Kind.LECTURE,
        name="Personalen på Björkbackens skola",
        phone="070-174 06 59",
        municipality=Municipality.objects.get(slug="hudiksvall"),
        text="Vi är ungefär 40 personer och vill ha en föreläsning på studiedagen i vår.",
    )
    enquiries.send_enquiry(message, form_id=UUID(int=2))
