"""Peer support: posts at units, their way from interest to a lasting post."""

from peersupport.models.decisions import CostCalculation, Decision, ReadinessAnswer
from peersupport.models.evaluations import (
    Evaluation,
    EvaluationFinding,
    EvaluationMember,
    EvaluationStatement,
    EvaluationSurvey,
)
from peersupport.models.funding import FundingPeriod
from peersupport.models.placements import Interest, PeerPost, Placement
from peersupport.models.support import IntroductionStep, Obstacle, SupervisionPlan, SupervisionSession
from peersupport.models.training import Course, Training

__all__ = [
    "CostCalculation",
    "Course",
    "Decision",
    "Evaluation",
    "EvaluationFinding",
    "EvaluationMember",
    "EvaluationStatement",
    "EvaluationSurvey",
    "FundingPeriod",
    "Interest",
    "IntroductionStep",
    "Obstacle",
    "PeerPost",
    "Placement",
    "ReadinessAnswer",
    "SupervisionPlan",
    "SupervisionSession",
    "Training",
]
