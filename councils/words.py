"""The councils' fixed words: kinds, states, roles, as the field names them (domain.md 3)."""

from django.db.models import TextChoices


class CouncilKind(TextChoices):
    """What kind of group it is. A dialogue area is where the open dialogue meetings of an area belong."""

    COUNCIL = "council", "Brukarråd"
    COMMITTEE = "committee", "Arbetsutskott"
    DIALOGUE_AREA = "dialogue_area", "Dialogmöten"
    STEERING_GROUP = "steering_group", "Styrgrupp"


class CouncilStatus(TextChoices):
    ACTIVE = "active", "Aktivt"
    PAUSED = "paused", "Vilande"
    ENDED = "ended", "Avslutat"


class Voice(TextChoices):
    """Whom a seat speaks for; the balance view counts them."""

    USERS = "users", "Brukare och patienter"
    RELATIVES = "relatives", "Närstående"
    BOTH = "both", "Brukare och närstående"
    AUTHORITY = "authority", "Verksamhet och huvudman"


class MandateRole(TextChoices):
    CHAIR = "chair", "Ordförande"
    MEMBER = "member", "Ledamot"
    SUBSTITUTE = "substitute", "Ersättare"
    CO_OPTED = "co_opted", "Adjungerad"


class AppointedHow(TextChoices):
    """How the association appointed its representative. Representatives are always appointed by their own."""

    ANNUAL_MEETING = "annual_meeting", "Årsmötet valde"
    BOARD = "board", "Styrelsen utsåg"
    WRITTEN_NOTICE = "written_notice", "Skriftligt besked till samordnaren"
    EMPLOYER = "employer", "Arbetsgivaren utsåg"


class MeetingStatus(TextChoices):
    PLANNED = "planned", "Planerat"
    CALLED = "called", "Kallelse skickad"
    HELD = "held", "Hållet"
    CANCELLED = "cancelled", "Inställt"


class Reply(TextChoices):
    WAITING = "waiting", "Inget svar än"
    ACCEPTED = "accepted", "Kommer"
    DECLINED = "declined", "Kan inte komma"
    SUBSTITUTE = "substitute", "Skickar ersättare"


class Need(TextChoices):
    """What somebody needs to take part. Never why."""

    BREAKS = "breaks", "Pauser"
    LIFT = "lift", "Hiss eller inga trappsteg"
    HEARING_LOOP = "hearing_loop", "Hörslinga"
    DIGITAL = "digital", "Delta digitalt"
    PRINTED = "printed", "Handlingar på papper med post"
    LARGE_PRINT = "large_print", "Stor stil"


class Standing(TextChoices):
    """Items that stand on every agenda (domain.md 3, "Agenda"), in their usual order."""

    OPENING = "opening", "Mötet öppnas"
    ADJUSTERS = "adjusters", "Val av justerare"
    AGENDA = "agenda", "Dagordningen"
    PREVIOUS = "previous", "Föregående anteckningar"
    ACTIONS = "actions", "Åtgärdslistan"
    ASSOCIATIONS = "associations", "Föreningarnas frågor"
    INFORMATION = "information", "Information från verksamheten"
    DEVELOPMENT = "development", "Remisser och utvecklingsarbete"
    AUDITS = "audits", "Brukarrevisioner"
    PEER_SUPPORT = "peer_support", "Peer support"
    OTHER = "other", "Övrigt"
    NEXT = "next", "Nästa möte"


class ItemState(TextChoices):
    """What has become of an agenda item, as its proposer sees it."""

    PROPOSED = "proposed", "Föreslagen"
    PLACED = "placed", "Står på dagordningen"
    DECLINED = "declined", "Tas inte upp"
    POSTPONED = "postponed", "Tas upp på nästa möte"
    TREATED = "treated", "Behandlad"


class DecisionKind(TextChoices):
    """A council is advisory: it proposes, agrees or notes, and never decides for a unit (domain.md 3)."""

    PROPOSES = "proposes", "Rådet föreslår"
    AGREES = "agrees", "Rådet enas om"
    NOTES = "notes", "Rådet noterar"


class ActionState(TextChoices):
    OPEN = "open", "Pågår"
    DONE = "done", "Klar"
    DROPPED = "dropped", "Avslutad utan att göras"


class MinutesKind(TextChoices):
    NOTES = "notes", "Minnesanteckningar"
    FORMAL = "formal", "Protokoll"


class MinutesStatus(TextChoices):
    DRAFT = "draft", "Utkast"
    SENT = "sent", "Ute för synpunkter"
    APPROVED = "approved", "Godkända"
    PUBLISHED = "published", "Publicerade"


class DayType(TextChoices):
    """How long the assignment was, travel included, as rate tables count (domain.md 3, "Money")."""

    WHOLE = "whole", "Heldag"
    HALF = "half", "Halvdag"
    SHORT = "short", "Kort möte"
    HOURS = "hours", "Per timme"


class RateCode(TextChoices):
    WHOLE = "whole", "Heldag"
    HALF = "half", "Halvdag"
    SHORT = "short", "Kort möte"
    HOUR = "hour", "Timme"
    PREPARATION = "preparation", "Förberedelse, per timme"


class ClaimStatus(TextChoices):
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Inskickat"
    RETURNED = "returned", "Tillbaka till dig"
    ATTESTED = "attested", "Attesterat"
    SENT = "sent", "Skickat till löneenheten"
    PAID = "paid", "Utbetalt"
