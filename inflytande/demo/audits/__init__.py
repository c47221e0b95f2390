"""The demo's audits, surveys and proposals: written in the story's diary, told between its other chapters."""

from inflytande.demo.audits.cast import Teller
from inflytande.demo.audits.clinic import ClinicAudit
from inflytande.demo.audits.clinic_loop import ClinicLoop
from inflytande.demo.audits.clinic_report import ClinicReport
from inflytande.demo.audits.sip import SipAudit
from inflytande.demo.audits.smaller import Enquiry, Forum, Training, WardSurvey
from inflytande.demo.audits.themes import load_themes


def plan_audits(story: Teller) -> None:
    """Write everything that has to do with audits in the story's diary."""
    load_themes(story)
    for part in (Training, WardSurvey, ClinicAudit, ClinicReport, ClinicLoop, SipAudit, Forum, Enquiry):
        part(story)
