"""What editors write, and what the room keeps of its own tools."""

from pages.models.checklists import Checklist, ChecklistAnswer, ChecklistRound, Extent
from pages.models.enquiries import Enquiry, Kind
from pages.models.information import InformationPage, PortalRoot
from pages.models.links import DeadLink
from pages.models.media import PortalDocument, PortalImage, PortalRendition
from pages.models.news import NewsIndex, NewsPage

__all__ = [
    "Checklist",
    "ChecklistAnswer",
    "ChecklistRound",
    "DeadLink",
    "Enquiry",
    "Extent",
    "InformationPage",
    "Kind",
    "NewsIndex",
    "NewsPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalRoot",
]
