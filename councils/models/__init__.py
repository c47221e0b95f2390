"""User councils and dialogue meetings: composition, mandates, meetings, agenda, minutes, fees."""

from councils.models.agenda import Action, AgendaItem, Decision, InternalNote, ItemNote
from councils.models.councils import Council, CouncilOffice, PayrollReader, Seat, StandingItem
from councils.models.fees import Claim, ClaimLine, FeeAgreement, PayrollList, Rate, RateTable
from councils.models.mandates import Mandate
from councils.models.meetings import (
    DialogueMeeting,
    DialogueReply,
    FormerMeetingAddress,
    Guests,
    Invitation,
    Meeting,
    MeetingNeeds,
    Paper,
)
from councils.models.minutes import Minutes, MinutesApprover, MinutesEdition, MinutesView

__all__ = [
    "Action",
    "AgendaItem",
    "Claim",
    "ClaimLine",
    "Council",
    "CouncilOffice",
    "Decision",
    "DialogueMeeting",
    "DialogueReply",
    "FeeAgreement",
    "FormerMeetingAddress",
    "Guests",
    "InternalNote",
    "Invitation",
    "ItemNote",
    "Mandate",
    "Meeting",
    "MeetingNeeds",
    "Minutes",
    "MinutesApprover",
    "MinutesEdition",
    "MinutesView",
    "Paper",
    "PayrollList",
    "PayrollReader",
    "Rate",
    "RateTable",
    "Seat",
    "StandingItem",
]
