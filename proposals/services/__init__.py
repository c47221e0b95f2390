"""Every write of the room, split by what is written. Others use what is named here."""

from proposals.services.answers import AnswerWords, answer_proposal, save_answer_draft
from proposals.services.effect import close_effect_question, open_effect_question, read_effects
from proposals.services.follow_ups import (
    FollowUpPlan,
    invite_to_follow_up,
    plan_follow_up,
    record_follow_up,
)
from proposals.services.measures import (
    MeasurePlan,
    MeasureReport,
    add_measure,
    add_own_measure,
    check_measure,
    update_measure,
)
from proposals.services.proposals import (
    ProposalWords,
    create_proposal,
    edit_proposal,
    remove_draft,
    sort_proposal,
)
from proposals.services.publishing import enter_source, open_source, publish_proposals, send_proposals
from proposals.services.settling import reopen_proposal, settle_proposal

__all__ = [
    "AnswerWords",
    "FollowUpPlan",
    "MeasurePlan",
    "MeasureReport",
    "ProposalWords",
    "add_measure",
    "add_own_measure",
    "answer_proposal",
    "check_measure",
    "close_effect_question",
    "create_proposal",
    "edit_proposal",
    "enter_source",
    "invite_to_follow_up",
    "open_effect_question",
    "open_source",
    "plan_follow_up",
    "publish_proposals",
    "read_effects",
    "record_follow_up",
    "remove_draft",
    "reopen_proposal",
    "save_answer_draft",
    "send_proposals",
    "settle_proposal",
    "sort_proposal",
    "update_measure",
]
