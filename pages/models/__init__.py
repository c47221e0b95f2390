"""What editors write, and what the room keeps of its own tools."""

from pages.models.checklists import Checklist, ChecklistAnswer, ChecklistRound, Extent
from pages.models.enquiries import Enquiry, Kind
from pages.models.information import InformationPage, PortalRoot
from pages.models.links import DeadLink, FollowedLink, LinkCheck
from pages.models.media import PortalDocument, PortalImage, PortalRendition
from pages.models.news import NewsIndex, NewsPage
from pages.models.reviews import AccessibilityAssessment, OwnPageReview

__all__ = [
    "AccessibilityAssessment",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistRound",
    "DeadLink",
    "Enquiry",
    "Extent",
    "FollowedLink",
    "InformationPage",
    "Kind",
    "LinkCheck",
    "NewsIndex",
    "NewsPage",
    "OwnPageReview",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalRoot",
]
