"""Two years of the councils' meetings, and a dialogue meeting in each area every term."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, partial
from typing import Any, Final
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from common.pdf import render_pdf
from councils.models import Invitation, Meeting
from councils.services import attendance, calling, dialogues, meetings, papers
from councils.services.dialogue_invited import InvitedAnswer, answer_for_invited, invited_to
from councils.services.dialogues import DialogueFacts, DialogueOutcome
from councils.services.meetings import MeetingFacts
from councils.words import Reply
from inflytande.demo.audits.cast import COORDINATOR, Teller, association, person, unit
from inflytande.demo.councils.composition import (
    COMMITTEE,
    COUNCIL,
    DIALOGUES,
    KAI,
    RESUMED,
    SECRETARY,
    STEERING,
    council_named,
)
from organisations.models import Municipality
from surveys.services.answering import Given, submit_answers

#: Days before today; those below zero are still to come.
COUNCIL_DAYS: Final = (745, 655, 565, 475, 380, 290, 200, 110, 26, -14, -95, -190)
COMMITTEE_DAYS: Final = (394, 304, 214, 124, 40, -4, -81)
STEERING_DAYS: Final = (330, 65, -55)
#: The council's next meeting.
NEXT: Final = -14
#: Papers of this meeting came three days late, for all to see.
LATE: Final = 200
_PLACE: Final = ("Konferensrum Ljusnan, Gävle sjukhus", "Lasarettsvägen 1", "Gävle")


@dataclass(frozen=True)
class Talk:
    """A dialogue meeting: its area, when, where, and what came of it."""

    area: str
    days_ago: int
    theme: str
    place: str
    town: str
    host: str
    questions: str
    heard: str = ""
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    claimed: int = 3
    #: What each slip says the step was.
    slips: tuple[int, ...] = ()


TALKS: Final = (
    Talk(
        "Gästrikland", 700, "Första besöket", "Folkets hus, sal B", "Gävle", "Föreningen Lyktskenet",
        "Hur kändes det att komma första gången?",
        "Många hade velat veta mer om vad som skulle hända. Någon som mötte i dörren betydde mest.",
        (8, 3, 2, 0), 3, (2, 2, 1, 2, 3),
    ),
    Talk(
        "Södra Hälsingland", 686, "Vem bestämmer?", "Församlingshemmet", "Bollnäs", "Egna Ord Hälsingland",
        "När var du med och bestämde senast?",
        "De flesta hade fått säga vad de tycker, men ingen visste vad som hände sedan.",
        (10, 1, 3, 1), 3,
    ),
    Talk(
        "Norra Hälsingland", 672, "Att bo långt bort", "Bygdegården", "Hudiksvall", "Anhörigföreningen Vadstället",
        "Vad gör du när det är för långt?",
        "Samtal på skärm hjälper några. Andra har ingen plats där de kan prata ostört.",
        (6, 4, 2, 0), 2,
    ),
    Talk(
        "Gästrikland", 518, "Boendestöd", "Biblioteket", "Gävle", "Klubbhuset Tallbarret",
        "Vad är bra stöd hemma?",
        "Stödet blir bäst när samma person kommer. Byten utan besked gör att flera tackar nej.",
        (12, 2, 3, 1), 3,
    ),
    Talk(
        "Södra Hälsingland", 504, "Läkemedel", "Folkets hus", "Söderhamn", "Föreningen Ljusgläntan",
        "Vem förklarade din medicin för dig?",
        "Få hade fått veta hur länge de skulle ta sin medicin. Ett papper att ta hem önskades av nästan alla.",
        (9, 4, 2, 0), 2,
    ),
    Talk(
        "Norra Hälsingland", 490, "Barn som är närstående", "Församlingshemmet", "Ljusdal",
        "Anhörigföreningen Vadstället",
        "Vem pratade med barnen?",
        "Barn får sällan veta vad som händer. De som var med ville att någon frågar varje gång.",
        (2, 11, 3, 1), 3,
    ),
    Talk(
        "Gästrikland", 335, "Att få hjälp i tid", "Folkets hus, sal B", "Gävle", "Föreningen Lyktskenet",
        "Vad händer medan du väntar?\nVem ringer du?",
        "Många vet inte vem de kan ringa medan de väntar på ett första besök. Flera bad om ett namn och ett nummer i kallelsen.",
        (11, 4, 3, 1), 3, (2, 2, 3, 2, 1, 2, 3, 2, 2, 1, 3, 2),
    ),
    Talk(
        "Södra Hälsingland", 321, "En plan som håller", "Församlingshemmet", "Bollnäs", "Egna Ord Hälsingland",
        "Har du en plan?\nVem skrev den?",
        "Planerna skrivs ofta i förväg. De som var med ville skriva den tillsammans, vid ett bord.",
        (9, 2, 2, 0), 4, (3, 4, 3, 3, 4, 3, 2, 4, 3, 4),
    ),
    Talk(
        "Norra Hälsingland", 307, "Nära hjälp", "Bygdegården", "Hudiksvall", "Anhörigföreningen Vadstället",
        "Hur långt är det till hjälp?\nGår det med buss?",
        "Sista bussen går innan mottagningen stänger. Flera väljer bort besök för att de inte kommer hem.",
        (7, 5, 2, 1), 2, (2, 2, 1),
    ),
    Talk(
        "Gästrikland", 152, "När många är inblandade", "Biblioteket", "Gävle", "Klubbhuset Tallbarret",
        "Vem håller ihop din hjälp?",
        "Den som har hjälp från både region och kommun får berätta samma sak många gånger.",
        (13, 3, 4, 2), 3, (3, 3, 3, 2, 4, 3, 3, 3, 2, 3),
    ),
    Talk(
        "Södra Hälsingland", 138, "Heldygnsvården", "Folkets hus", "Söderhamn", "Föreningen Ljusgläntan",
        "Vad gör en dag på avdelningen bra?",
        "Kvällarna är långa. Ett samtal om dagen, också på helgen, var det som flest önskade.",
        (8, 4, 3, 0), 3, (2, 3, 2, 2, 3, 2),
    ),
    Talk(
        "Norra Hälsingland", 124, "Närstående", "Församlingshemmet", "Ljusdal", "Anhörigföreningen Vadstället",
        "Vad behöver du för att orka?",
        "Närstående vill få veta vart de kan vända sig, också när den de bryr sig om inte vill ha hjälp.",
        (3, 9, 2, 1), 3,
    ),
    Talk(
        "Gästrikland", -24, "Att komma tillbaka till arbete", "Folkets hus, sal B", "Gävle", "Föreningen Lyktskenet",
        "Vad gjorde skillnad för dig?\nVad saknades?",
    ),
    Talk("Södra Hälsingland", -38, "Digital vård", "Biblioteket", "Bollnäs", "Egna Ord Hälsingland", "När fungerar ett samtal på skärm?"),
    Talk("Norra Hälsingland", -52, "", "", "Hudiksvall", "", ""),
)  # fmt: skip


class Meetings:
    """Writes the meetings in the diary: planned, called, answered, held."""

    def __init__(self, story: Teller) -> None:
        self.story = story
        clock = story.clock
        for name, days, secretary in (
            (COUNCIL, COUNCIL_DAYS, SECRETARY),
            (COMMITTEE, COMMITTEE_DAYS, SECRETARY),
            (STEERING, STEERING_DAYS, COORDINATOR),
            (RESUMED, (-60,), COORDINATOR),
        ):
            for planned, first, last in ((762, 745, 403), (402, 402, 1), (45, -1, -366)):
                chosen = [number for number in days if first >= number >= last]
                clock.at(planned, partial(self._plan, name, chosen, secretary))
            for number in days:
                self._live(name, number, secretary)
        for talk in TALKS:
            clock.at(max(talk.days_ago + 60, 44), partial(self._plan_talk, talk), hour=11)
            self._live(DIALOGUES[talk.area], talk.days_ago, COORDINATOR, talk)
        clock.at(1, self._change_mind, hour=15)

    def _plan(self, name: str, days: list[int], by: str) -> None:
        council = council_named(name)
        series = [self._facts(self.story.clock.working_day(number), name) for number in days]
        if series:
            meetings.plan_series(council, series, actor=person(by), form_key=uuid4())

    def _facts(self, day: date, name: str) -> MeetingFacts:
        place, street, town = _PLACE
        return MeetingFacts(
            starts_at=_at(day, 9 if name == COMMITTEE else 13),
            ends_at=_at(day, 11 if name == COMMITTEE else 16),
            place=place,
            street_address=street,
            municipality_id=Municipality.objects.get(name=town).pk,
            access_facts=["step_free", "lift", "hearing_loop"],
            in_calendar=name in {COUNCIL, RESUMED},
        )

    def _plan_talk(self, talk: Talk) -> None:
        day = self.story.clock.working_day(talk.days_ago)
        meetings.plan_meeting(
            council_named(DIALOGUES[talk.area]),
            MeetingFacts(
                starts_at=_at(day, 17),
                ends_at=_at(day, 19),
                title=talk.theme,
                place=talk.place,
                municipality_id=Municipality.objects.get(name=talk.town).pk,
                access_facts=["step_free", "public_transport"],
                in_calendar=True,
            ),
            actor=person(COORDINATOR),
        )

    def _live(self, name: str, number: int, by: str, talk: Talk | None = None) -> None:
        """Call, answer, send papers, hold: each on its day, as far as the story goes."""
        clock, ago = self.story.clock, self.story.clock.working_days_ago(number)
        if talk is not None:
            # Open to all: host and questions are told beforehand, units and municipalities get an invitation.
            if talk.host:
                clock.at(max(ago + 30, 20), lambda: self._invite(talk))
                if ago <= 0:
                    clock.at(12, lambda: self._call_invited(talk))
            if ago > 0:
                clock.at(ago, lambda: self._hold_talk(talk), hour=20)
                clock.at(ago - 15, lambda: self._tell_of(talk), hour=10)
            return
        out = 7 if number == LATE else 11
        # The first meetings of a year were planned shortly before.
        planned = 762 if number > 402 else 402
        for place, (before, act) in enumerate(
            ((21, self._call), (16, self._answer), (out, self._papers)), start=1
        ):
            if ago + before >= 1:
                clock.at(min(ago + before, planned - place), partial(act, name, number, by))
        if ago > 0:
            clock.at(ago, lambda: self._hold(name, number, by), hour=18)

    def meeting(self, name: str, number: int) -> Meeting:
        """The council's meeting on that day of the story."""
        found: Meeting = Meeting.objects.select_related("council").get(
            council__name=name, day=self.story.clock.working_day(number)
        )
        return found

    def _call(self, name: str, number: int, by: str) -> None:
        calling.call_meeting(self.meeting(name, number), actor=person(by))

    def _answer(self, name: str, number: int, by: str) -> None:
        """Those with accounts by themselves, the others by phone; one can't, one sends the substitute."""
        rows = Invitation.objects.filter(meeting=self.meeting(name, number)).select_related("mandate__user")
        for place, row in enumerate(rows.order_by("pk")):
            own = row.mandate.user
            wanted = Reply.ACCEPTED
            if row.mandate.email == KAI:
                wanted = Reply.SUBSTITUTE if name == COUNCIL else Reply.ACCEPTED
            elif place % 7 == 6:
                wanted = Reply.DECLINED
            elif number < 0 and place % 3 == 2:
                continue
            actor = own or person(by)
            calling.reply_to_invitation(row, wanted, actor=actor, by_phone=own is None)
        self._let_substitutes_come(self.meeting(name, number), by)

    def _let_substitutes_come(self, meeting: Meeting, by: str) -> None:
        for row in meeting.invitations.filter(stands_in_for__isnull=False, reply=Reply.WAITING):
            calling.reply_to_invitation(row, Reply.ACCEPTED, actor=person(by), by_phone=True)

    def _change_mind(self) -> None:
        """Kai rings: he can come after all. His substitute has said yes, so the secretary has two on one seat."""
        meeting, by = self.meeting(COUNCIL, NEXT), person(SECRETARY)
        kai = meeting.invitations.get(mandate__email=KAI)
        if kai.reply == Reply.WAITING:
            calling.reply_to_invitation(kai, Reply.SUBSTITUTE, actor=by, by_phone=True)
        self._let_substitutes_come(meeting, SECRETARY)
        calling.reply_to_invitation(kai, Reply.ACCEPTED, actor=by, by_phone=True)

    def _papers(self, name: str, number: int, by: str) -> None:
        meeting = self.meeting(name, number)
        papers.add_paper(
            meeting,
            papers.read_paper(SimpleUploadedFile("underlag.pdf", _paper())),
            title="Underlag till verksamhetens information",
            is_public=name == COUNCIL,
            actor=person(by),
        )
        papers.send_papers_out(meeting, actor=person(by))

    def _hold(self, name: str, number: int, by: str) -> None:
        meeting = self.meeting(name, number)
        came = {one.pk: one.reply == Reply.ACCEPTED for one in meeting.invitations.all()}
        attendance.record_attendance(meeting, came=came, guests=[], actor=person(by))
        meetings.hold_meeting(meeting, actor=person(by))

    def _invite(self, talk: Talk) -> None:
        meeting = self.meeting(DIALOGUES[talk.area], talk.days_ago)
        dialogues.edit_dialogue(
            meeting,
            DialogueFacts(host_id=association(talk.host).pk, questions=talk.questions),
            municipalities=list(Municipality.objects.filter(area__name=talk.area)),
            units=[unit("oppenvarden-gavle" if talk.area == "Gästrikland" else "oppenvarden-bollnas")],
            expected_version=meeting.dialogue.version,
            actor=person(COORDINATOR),
        )

    def _call_invited(self, talk: Talk) -> None:
        """The invitations go out; the first municipality rings, and the unit has yet to answer."""
        meeting, by = self.meeting(DIALOGUES[talk.area], talk.days_ago), person(COORDINATOR)
        calling.call_meeting(meeting, actor=by)
        first = invited_to(meeting.dialogue)[0]
        answer = InvitedAnswer(reply="accepted", count=2, who="Socialchef och en handläggare")
        answer_for_invited(meeting, first, answer, actor=by, by_phone=True)

    def _hold_talk(self, talk: Talk) -> None:
        meeting, by = self.meeting(DIALOGUES[talk.area], talk.days_ago), person(COORDINATOR)
        meetings.hold_meeting(meeting, actor=by)
        if not talk.slips:
            return
        survey = dialogues.open_slip(meeting, actor=by)
        first, *rest = survey.questions.all()
        for place, step in enumerate(talk.slips):
            answers = {first.pk: Given(choices=(step - 1,))}
            answers |= {one.pk: Given(choices=((place + number) % 2,)) for number, one in enumerate(rest)}
            submit_answers(survey, answers, token=str(uuid4()))

    def _tell_of(self, talk: Talk) -> None:
        meeting, by = self.meeting(DIALOGUES[talk.area], talk.days_ago), person(COORDINATOR)
        users, relatives, staff, politicians = talk.counts
        dialogues.record_dialogue(
            meeting,
            DialogueOutcome(
                users_count=users,
                relatives_count=relatives,
                staff_count=staff,
                politicians_count=politicians,
                heard=talk.heard,
                claimed_step=talk.claimed,
            ),
            expected_version=meeting.dialogue.version,
            actor=by,
        )
        if talk.slips:
            dialogues.close_slip(meeting, actor=by)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


@cache
def _paper() -> bytes:
    """One paper for all: what it says doesn't matter."""
    html = "<main><h1>Information från verksamheten</h1><p>Väntetiden till ett första besök är nu fem veckor.</p></main>"
    content: Any = render_pdf(html, title="Information från verksamheten")[0]
    return bytes(content)
