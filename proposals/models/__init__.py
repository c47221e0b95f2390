"""The loop: proposal → response → measure → check → effect."""

from proposals.models.answers import Check, Measure, MeasureUpdate, Response
from proposals.models.followers import Follow, Move
from proposals.models.proposals import Addressee, Proposal
from proposals.models.sources import EffectQuestion, FollowUp, LoopRules, ProposalSource

__all__ = [
    "Addressee",
    "Check",
    "EffectQuestion",
    "Follow",
    "FollowUp",
    "LoopRules",
    "Measure",
    "MeasureUpdate",
    "Move",
    "Proposal",
    "ProposalSource",
    "Response",
]
