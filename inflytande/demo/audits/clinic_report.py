"""Audit one goes on: the answers are read together, the report is written, read by the clinic and published."""

from uuid import uuid4

from common import sealing
from inflytande.demo.audits.cast import (
    AUDITOR,
    COORDINATOR,
    LEAD,
    MANAGER,
    SECOND,
    Teller,
    person,
    principal,
    theme,
    unit,
)
from inflytande.demo.audits.clinic_facts import AGREED, QUESTIONS, UNIT
from inflytande.demo.audits.clinic_proposals import PROPOSALS
from inflytande.demo.audits.clinic_words import (
    CHAPTERS,
    FINDINGS,
    FIRST_SUMMARY,
    MARKED,
    REJECTED,
    REMARKS,
    Marked,
)
from organisations.models import Principal, Unit
from revisions.models import CodedPassage, Finding, Interview, InterviewAnswer, Quote, UserAudit
from revisions.queries.report_data import fingerprint, report_data
from revisions.services import audits, coding, findings, publication, quotes, reply, report
from revisions.services.material import record_openings


class ClinicReport:
    """Tells how answers became a report that anybody can read."""

    def __init__(self, story: Teller) -> None:
        self.clock = story.clock
        self.passages: dict[int, CodedPassage] = {}
        at = story.clock.at
        at(292, self.begin_to_read)
        at(288, self.code)
        at(281, self.compare)
        at(268, self.find)
        at(261, self.check_quotes)
        at(254, self.propose)
        at(240, self.write)
        at(214, self.rewrite)
        at(204, self.send)
        at(190, self.remark)
        at(184, self.answer_remarks)
        at(177, self.be_done_reading)
        at(170, self.approve)
        at(165, self.publish)
        at(158, self.present)

    @property
    def audit(self) -> UserAudit:
        """The audit as the database holds it now."""
        return UserAudit.objects.get(title=AGREED["title"])

    def begin_to_read(self) -> None:
        """No interview can be taken back from now on."""
        audits.move_audit(self.audit, "analysing", actor=person(LEAD))

    def code(self) -> None:
        """The first coder marks everything that is to stand for something."""
        for number, marked in enumerate(MARKED):
            self.passages[number] = self._mark(marked, AUDITOR)

    def compare(self) -> None:
        """The second marks alone; where both have marked the same, they can compare."""
        for marked in MARKED:
            if marked.both:
                self._mark(marked, SECOND)

    def _mark(self, marked: Marked, address: str) -> CodedPassage:
        interview = self._interviews()[marked.told]
        asked = {key: facts.text for area in QUESTIONS.values() for key, facts in area.items()}
        answer = InterviewAnswer.objects.get(interview=interview, question__text=asked[marked.question])
        start = self._place(answer, marked, address)
        shared = theme(marked.theme)
        put = coding.Coding(themes=(shared,)) if shared else coding.Coding(own=marked.theme)
        return coding.code_passage(
            answer,
            start,
            start + len(marked.words),
            put,
            expected_revision=answer.text_revision,
            actor=person(address),
        )

    def _interviews(self) -> list[Interview]:
        return list(Interview.objects.filter(audit=self.audit, status=Interview.Status.DONE))

    def _place(self, answer: InterviewAnswer, marked: Marked, address: str) -> int:
        """Where the words stand, found as the reader finds them: in the opened answer."""
        if answer.text is None or answer.interview.key_id is None:
            raise LookupError("the story marks words in an answer that has none")
        record_openings([answer.interview], actor=person(address))
        text = sealing.unseal(answer.text, answer.interview.key_id, place=sealing.place_of(answer, "text"))
        return text.index(marked.words)

    def find(self) -> None:
        """Themes become findings, and each finding gets the quotes that show it."""
        for written in FINDINGS:
            code = self.audit.codes.filter(name=written.theme).first()
            words = findings.FindingWords(written.kind, written.title, written.summary, code)
            finding = findings.create_finding(self.audit, words, form_key=uuid4(), actor=person(AUDITOR))
            for place, reworded in written.quotes:
                quote = quotes.choose_quote(finding, self.passages[place], actor=person(AUDITOR))
                if reworded:
                    quotes.reword_quote(
                        quote, reworded, expected_version=quote.version, actor=person(AUDITOR)
                    )
        risky = Finding.objects.get(audit=self.audit, code__name=MARKED[REJECTED].theme)
        quotes.choose_quote(risky, self.passages[REJECTED], actor=person(AUDITOR))

    def check_quotes(self) -> None:
        """A second auditor reads each quote as a stranger would."""
        for quote in Quote.objects.filter(finding__audit=self.audit):
            judge = quotes.reject_quote if quote.passage == self.passages[REJECTED] else quotes.approve_quote
            judge(quote, expected_version=quote.version, actor=person(SECOND))

    def propose(self) -> None:
        """Findings become proposals that can be seen to be done."""
        for words in PROPOSALS:
            finding = Finding.objects.filter(
                audit=self.audit, code__name=words.theme, kind="improvement"
            ).get()
            bodies: list[Unit | Principal] = [unit(UNIT)]
            if words.also:
                bodies.append(principal(words.also))
            approved = Quote.objects.filter(finding=finding, state=Quote.State.APPROVED)
            findings.propose_from_finding(
                finding,
                title=words.title,
                text=words.text,
                addressees=bodies,
                quote=approved.filter(proposal=None).first(),
                note=words.note,
                form_key=uuid4(),
                actor=person(AUDITOR),
            )
        audits.move_audit(self.audit, "draft", actor=person(LEAD))

    def write(self) -> None:
        """Two write at the same time, one chapter each."""
        self._save("summary", FIRST_SUMMARY, SECOND)
        for kind in ("results", "strengths", "improvements"):
            self._save(kind, CHAPTERS[kind], AUDITOR)

    def rewrite(self) -> None:
        """What was too short is written again; the first version stays in the history."""
        for kind in ("summary", "discussion", "plain_summary"):
            self._save(kind, CHAPTERS[kind], SECOND)

    def _save(self, kind: str, text: str, address: str) -> None:
        chapter = self.audit.chapters.filter(kind=kind).first()
        seen = chapter.version if chapter else 0
        report.save_chapter(self.audit, kind, text, expected_version=seen, actor=person(address))

    def send(self) -> None:
        """The clinic gets twenty working days to read."""
        reply.send_for_reply(self.audit, actor=person(LEAD))

    def remark(self) -> None:
        """The clinic's manager says what is wrong, and what was good to read."""
        window = self.audit.reply_windows.get()
        for kind, text, _ in REMARKS:
            chapter = self.audit.chapters.get(kind=kind)
            reply.write_comment(window, text, chapter=chapter, form_key=uuid4(), actor=person(MANAGER))

    def answer_remarks(self) -> None:
        """The auditors answer; the text changes only where they change it."""
        comments = self.audit.reply_windows.get().comments.all()
        for comment, (_, _, answer) in zip(comments, REMARKS, strict=True):
            reply.answer_comment(comment, answer, expected_version=comment.version, actor=person(AUDITOR))
        when = "Intervjuerna gjordes under tre veckor, både före och efter att telefontiden ändrades."
        self._save("improvements", f"{CHAPTERS['improvements']}\n\n{when}", AUDITOR)

    def be_done_reading(self) -> None:
        """The clinic needs no more days."""
        reply.close_reply(self.audit.reply_windows.get(), actor=person(MANAGER))

    def approve(self) -> None:
        """The lead answers for every word."""
        seen = fingerprint(report_data(self.audit))
        publication.approve_report(self.audit, seen, actor=person(LEAD))

    def publish(self) -> None:
        """Anybody can read it, and the proposals are sent."""
        publication.publish_report(self.audit, actor=person(LEAD))

    def present(self) -> None:
        """Told to those it is about, before anybody asks what became of it."""
        for audience, days_ago, place in (
            ("users", 163, "Kamratkretsen Brygga 7"),
            ("staff", 161, "Mottagningens personalrum"),
            ("management", 158, "Möte på länk"),
        ):
            audits.record_presentation(
                self.audit,
                audience=audience,
                on=self.clock.day(days_ago),
                place=place,
                unit=unit(UNIT),
                actor=person(COORDINATOR),
            )
