"""The demo told in time order, each step by the persona who would take it in real use."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.rules import PORTAL_ROLE_GRANT
from accounts.services import invitations
from associations import services as directory
from associations.facts import facts_of
from associations.models import Association
from calendar_app.edition_periods import month_period
from calendar_app.filters import CalendarFilter
from calendar_app.models import DigestSubscription, Event
from calendar_app.periods import Month
from calendar_app.services import changes, digests, editions, events, flow
from calendar_app.services.content import EventContent, Repeat, TimePlan, content_of
from common.actors import PUBLIC, SYSTEM, Actor
from common.models import CrisisLine, OutboxMessage
from inflytande.county.reading import read_county
from inflytande.county.services import setup_county
from inflytande.demo import activities
from inflytande.demo.accounts_file import PERSONAS, DemoAccount
from inflytande.demo.activities import Activity, day_of, last_day
from inflytande.demo.asked import plan_what_is_asked
from inflytande.demo.audits import plan_audits
from inflytande.demo.audits.cast import COMMISSIONER, UNPRINTED
from inflytande.demo.clock import StoryClock
from inflytande.demo.councils import plan_councils
from inflytande.demo.directory import ASSOCIATIONS, NETWORKS
from inflytande.demo.peersupport import plan_peer_support
from organisations.models import Municipality, Principal, Unit
from organisations.services import respondents
from pages.services import crisis_lines

COUNTY = Path(settings.BASE_DIR) / "data" / "counties" / "gavleborg.yaml"
#: Was entered long ago and has not answered the yearly question.
SILENT = "Föreningen Åkerbärsstigen"
#: The unit manager is the manager here too: it is the clinic that is audited.
CLINIC = "beroendemottagningen-soderhamn"
_TOKEN = re.compile(r"/konto/inbjudan/([^/\s]+)/")


class Story:
    """Tells the demo. ``people`` holds the personas by address, ``associations`` their entries by name."""

    def __init__(self, clock: StoryClock, accounts: list[DemoAccount]) -> None:
        self.clock = clock
        self.passwords = {account.email: account.password for account in accounts}
        self.people: dict[str, User] = {}
        self.associations: dict[str, Association] = {}

    def tell(self) -> None:
        """Tell all of it, from the empty installation to this morning."""
        plan_audits(self)
        plan_councils(self)
        plan_peer_support(self)
        plan_what_is_asked(self)
        self._open_the_portal()
        self._fill_the_directory()
        self._plan_the_calendar()
        self._publish_month_by_month()
        self._live_with_it()
        self._leave_things_waiting()
        self.clock.to(0)

    @property
    def coordinator(self) -> User:
        """Who does most of it."""
        return self.people["sam.samordnare@example.org"]

    @property
    def rio(self) -> User:
        """Represents an association whose changes wait for the coordinator."""
        return self.people["rio.egnaord@example.org"]

    @property
    def lo(self) -> User:
        """Represents a trusted association."""
        return self.people["lo.ljusglantan@example.org"]

    def _open_the_portal(self) -> None:
        names = {email: name for _, email, name in PERSONAS}
        self.clock.to(815)
        address = "adi.administrator@example.org"
        link = invitations.invite_administrator(address, name=names[address], actor=SYSTEM)
        administrator = self._accept(link, address, names[address])
        county = read_county(COUNTY.read_bytes(), is_csv=False)
        setup_county([row for row in county if row.section != "hjälpnummer"], actor=administrator)
        for email, role in (
            ("sam.samordnare@example.org", "coordinator"),
            ("red.redaktor@example.org", "editor"),
        ):
            self._welcome(email, names[email], [(PORTAL_ROLE_GRANT, role)], by=administrator)
        self.clock.to(800)
        ward, clinic = (Unit.objects.get(slug=slug) for slug in ("avdelning-12-gavle", CLINIC))
        coordinator = self.coordinator
        for email, grants in (
            ("eli.enhetschef@example.org", [("unit_manager", str(one.pk)) for one in (ward, clinic)]),
            ("hedvig.handledare@example.org", [("supervisor", str(ward.pk))]),
        ):
            self._welcome(email, names[email], grants, by=coordinator)
        self._welcome("kim.utanroll@example.org", names["kim.utanroll@example.org"], [], by=coordinator)
        self._name_who_answers()

    def _name_who_answers(self) -> None:
        for slug, kind, name, title in (
            ("avdelning-12-gavle", "respondent", "Eli Vårdsäter", "Vårdenhetschef"),
            ("avdelning-12-gavle", "superior", "Mio Högmark", "Verksamhetschef"),
            (CLINIC, "respondent", "Eli Vårdsäter", "Vårdenhetschef"),
            ("oppenvarden-gavle", "respondent", "Ida Ljungdal-Exempel", "Vårdenhetschef"),
            ("oppenvarden-bollnas", "respondent", "Jon Åvik-Exempel", "Vårdenhetschef"),
            ("boendestod-sandviken", "respondent", "Siv Hyttmark", "Enhetschef"),
            ("oppenvarden-hudiksvall", "respondent", "Bo Norrstig", "Vårdenhetschef"),
        ):
            mailbox = f"{'svar' if kind == 'respondent' else 'chef'}.{slug}@region.example.org"
            facts = respondents.RespondentFacts(kind=kind, name=name, title=title, email=mailbox)
            respondents.name_respondent(Unit.objects.get(slug=slug), facts, actor=self.coordinator)
        # Who orders the audit is above the clinic's manager, and sees what is late there.
        above = respondents.RespondentFacts(
            kind="superior", name="Maj Lövhult", title="Verksamhetschef", email=COMMISSIONER
        )
        respondents.name_respondent(Unit.objects.get(slug=CLINIC), above, actor=self.coordinator)
        for slug, name, title in (
            ("region-gavleborg", "Kaj Länsmark", "Hälso- och sjukvårdsdirektör"),
            ("sandvikens-kommun", "Mai Brukström", "Socialchef"),
            ("hudiksvalls-kommun", "Ove Glada-Exempel", "Socialchef"),
        ):
            facts = respondents.RespondentFacts(
                kind="respondent", name=name, title=title, email=f"svar@{slug}.example.org"
            )
            respondents.name_respondent(Principal.objects.get(slug=slug), facts, actor=self.coordinator)

    def _keep_the_numbers(self) -> None:
        """Enter the crisis numbers as somebody who has just rung them; one is due again soon."""
        rows = [row for row in read_county(COUNTY.read_bytes(), is_csv=False) if row.section == "hjälpnummer"]
        for row in rows:
            row.values["kontrollerat"] = timezone.localdate()
        setup_county(rows, actor=self.coordinator)

    def _fill_the_directory(self) -> None:
        self.clock.to(785)
        for name in ASSOCIATIONS:
            self._enter(name)
        self.clock.to(178)
        self._keep_the_numbers()
        self.clock.to(100)
        for name, entered in self.associations.items():
            if name != SILENT:
                directory.confirm_entry(entered, actor=self.coordinator)
        for name, (facts, members) in NETWORKS.items():
            network = directory.create_network(name, actor=self.coordinator, **facts)
            for member in members:
                directory.add_member(network, self.associations[member], actor=self.coordinator)
        self.clock.to(95)
        names = {email: name for _, email, name in PERSONAS}
        for email, name, association in (
            ("rio.egnaord@example.org", names["rio.egnaord@example.org"], "Egna Ord Hälsingland"),
            ("lo.ljusglantan@example.org", names["lo.ljusglantan@example.org"], "Föreningen Ljusgläntan"),
            ("gry.granngarden@example.org", "Gry Korsordh", "Mötesplatsen Granngården"),
        ):
            scope = str(self.associations[association].pk)
            self._welcome(email, name, [("association_representative", scope)], by=self.coordinator)
        directory.set_trusted(self.associations["Föreningen Ljusgläntan"], True, actor=self.coordinator)
        directory.add_contact_person(
            self.associations["Egna Ord Hälsingland"],
            directory.ContactDetails(
                name="Rio",
                role="Kontaktperson",
                phone="+46701740611",
                publish_name=True,
                publish_role=True,
                publish_phone=True,
            ),
            actor=self.rio,
        )

    def _enter(self, name: str) -> None:
        facts = dict(ASSOCIATIONS[name])
        base, covers = facts.pop("base", ""), facts.pop("covers", ())
        places = dict(Municipality.objects.values_list("name", "pk"))
        association = directory.create_association(
            name,
            actor=self.coordinator,
            base_municipality_id=places.get(base),
            covers_ids=tuple(places[place] for place in covers),
            **facts,
        )
        directory.list_association(association, actor=self.coordinator)
        self.associations[name] = association

    def _plan_the_calendar(self) -> None:
        self.clock.to(80)
        for activity in activities.SERIES:
            self._publish(activity)
        self.clock.to(75)
        for activity in activities.SINGLES:
            if activity.when[0] < 0:
                self._publish(activity)

    def _ask_the_silent(self, days_ago: int) -> None:
        """Send what is due that morning of the yearly question and its reminders."""
        self.clock.to(days_ago, 7)
        directory.plan_rounds()
        directory.advance_rounds()

    def _publish_month_by_month(self) -> None:
        self._ask_the_silent(50)
        self.clock.to(40)
        self.circle = self._create(activities.STUDY_CIRCLE, actor=self.rio)
        flow.propose_event(self.circle, actor=self.rio)
        self.clock.to(38)
        flow.publish_event(self.circle, actor=self.coordinator)
        self._ask_the_silent(36)
        self.clock.to(35)
        self.singles = {
            (activity.title, activity.when[0]): self._publish(activity)
            for activity in activities.SINGLES
            if activity.when[0] >= 0
        }
        for months in (0, 1):
            self._print(months)
        self.clock.to(25)
        for activity in activities.TRUSTED:
            event = self._create(activity, actor=self.lo)
            flow.publish_event(event, actor=self.lo)

    def _live_with_it(self) -> None:
        self._ask_the_silent(22)
        self.clock.to(20)
        for line in CrisisLine.objects.exclude(number="116 111"):
            crisis_lines.verify_crisis_line(line, actor=self.coordinator)
        digests.request_digest(
            "prenumerant@example.org",
            frequency="weekly",
            chosen=CalendarFilter(kommun=("gavle",)),
            actor=PUBLIC,
        )
        digests.confirm_digest(DigestSubscription.objects.of_address("prenumerant@example.org").get())
        directory.confirm_entry(self.associations["Egna Ord Hälsingland"], actor=self.rio)
        self.clock.to(14)
        full = self.singles["Arbetsgrupp: Bättre väntrum", 1]
        events.edit_event(
            full, replace(content_of(full), is_full=True), None, expected_version=None, actor=self.lo
        )
        self.clock.to(10)
        moved = self._coming(self.circle)
        flow.move_occurrence(
            moved, moved.start + timedelta(hours=1), moved.end + timedelta(hours=1), actor=self.coordinator
        )
        self._ask_the_silent(8)
        self.clock.to(8)
        open_house = Event.objects.get(title="Öppet hus")
        flow.cancel_occurrence(self._coming(open_house, skip=1), actor=self.coordinator)
        flow.cancel_event(self.singles["Fika och planering", 1], actor=self.coordinator)
        self.clock.to(6)
        self._print(1)

    def _leave_things_waiting(self) -> None:
        self.clock.to(4)
        for activity in activities.PROPOSED_BY_EGNA_ORD:
            flow.propose_event(self._create(activity, actor=self.rio), actor=self.rio)
        gry = self.people["gry.granngarden@example.org"]
        flow.propose_event(self._create(activities.PROPOSED_BY_GRANNGARDEN, actor=gry), actor=gry)
        self.clock.to(3)
        self._create(activities.DRAFT, actor=self.rio)
        self.circle.refresh_from_db()
        content = content_of(self.circle)
        changes.propose_event_change(
            self.circle,
            replace(content, registration="Mejla oss. Gruppen har två platser kvar."),
            None,
            expected_version=self.circle.version,
            actor=self.rio,
        )
        self.clock.to(2)
        entry = Association.objects.get(pk=self.associations["Egna Ord Hälsingland"].pk)
        facts = replace(
            facts_of(entry),
            opening_hours="Måndagar, tisdagar och torsdagar kl. 13–18",
            answers_within="En vecka",
        )
        directory.propose_entry_change(entry, facts, expected_version=entry.version, actor=self.rio)
        directory.report_error(
            self.associations["Kustbandet Nordanstig"],
            about="contact",
            text="Telefonnumret går till en telefonsvarare som är full.",
        )
        self.clock.to(1)
        lyktan = str(self.associations["Föreningen Lyktskenet"].pk)
        invitations.invite_person(
            email="ny.foretradare@example.org",
            name="",
            grants=[{"role": "association_representative", "scope": lyktan}],
            actor=self.coordinator,
        )
        flow.archive_past_events()

    def welcome(self, email: str, grants: list[tuple[str, str]]) -> None:
        """Give somebody of the audits or the councils an account."""
        names = {address: name for _, address, name in PERSONAS} | UNPRINTED
        self._welcome(email, names[email], grants, by=self.coordinator)

    def _welcome(self, email: str, name: str, grants: list[tuple[str, str]], *, by: User) -> None:
        wanted = [{"role": role, "scope": scope} for role, scope in grants]
        invitations.invite_person(email=email, name=name, grants=wanted, actor=by)
        # The link stands only in the mail, as for everybody else.
        mail = OutboxMessage.objects.filter(kind=OutboxMessage.Kind.MAIL).latest("created_at")
        self._accept(mail.payload["body"], email, name)

    def _accept(self, text: str, email: str, name: str) -> User:
        found = _TOKEN.search(text)
        if found is None:
            raise LookupError("the invitation's link is not where the story expects it")
        user = invitations.open_account(found[1], name=name, password=self.passwords.get(email))
        self.people[email] = user
        return user

    def _publish(self, activity: Activity) -> Event:
        event = self._create(activity, actor=self.coordinator)
        flow.publish_event(event, actor=self.coordinator)
        return event

    def _create(self, activity: Activity, *, actor: Actor) -> Event:
        says: dict[str, Any] = dict(activity.says)
        place, unit = says.pop("municipality", ""), says.pop("unit", "")
        content = EventContent(
            title=activity.title,
            kind=activity.kind,
            association_ids=(self.associations[activity.by].pk,),
            unit_ids=(Unit.objects.get(name=unit).pk,) if unit else (),
            municipality_id=Municipality.objects.get(name=place).pk if place else None,
            participation_step=activity.step,
            **says,
        )
        return events.create_event(content, self._plan(activity), actor=actor)

    def _plan(self, activity: Activity) -> TimePlan:
        day = day_of(activity.when, self.clock.today)
        from_hour, from_minute, to_hour, to_minute = activity.times
        end_day = day + timedelta(days=to_hour // 24)
        repeat = None
        if activity.repeat:
            until = None if "count" in activity.repeat else last_day(self.clock.today)
            repeat = Repeat(until=until, **activity.repeat)
        return TimePlan(
            start=_moment(day, from_hour, from_minute),
            end=_moment(end_day, to_hour % 24, to_minute),
            all_day=to_hour >= 24,
            repeat=repeat,
        )

    def _print(self, months: int) -> None:
        month = Month.of(self.clock.today).shifted(months)
        editions.publish_edition(month_period(month), actor=self.coordinator)

    def _coming(self, event: Event, skip: int = 0) -> Any:
        after = self.clock.real_now + timedelta(days=2)
        rows = list(event.occurrences.filter(start__gt=after).order_by("start")[: skip + 1])
        return rows[-1]


def _moment(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
