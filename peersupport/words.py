"""The fixed words of peer support: phases, employers, funding, as the field names them (domain.md 4)."""

from django.db.models import TextChoices


class Phase(TextChoices):
    """Where a placement is on its way. "Inte just nu" is common, and comes back by itself on its review date."""

    INTEREST = "interest", "Intresse"
    READINESS = "readiness", "Förberedelse"
    DECISION = "decision", "Beslut"
    RECRUITMENT = "recruitment", "Rekrytering"
    INTRODUCTION = "introduction", "Introduktion"
    RUNNING = "running", "I gång"
    EVALUATION = "evaluation", "Utvärdering"
    PERMANENT = "permanent", "Permanent"
    ENDED = "ended", "Avslutad"
    PAUSED = "paused", "Pausad"
    NOT_NOW = "not_now", "Inte just nu"


#: The way of a placement, in order.
WAY = (
    Phase.INTEREST,
    Phase.READINESS,
    Phase.DECISION,
    Phase.RECRUITMENT,
    Phase.INTRODUCTION,
    Phase.RUNNING,
    Phase.EVALUATION,
    Phase.PERMANENT,
)
#: Somebody works there: what the public may see, when the unit has ticked it.
IN_WORK = (Phase.RUNNING, Phase.EVALUATION, Phase.PERMANENT)
#: Rests, with a reason and a review date.
RESTING = (Phase.PAUSED, Phase.NOT_NOW)


class EmployerKind(TextChoices):
    UNIT = "unit", "Verksamheten anställer"
    ASSOCIATION = "association", "En förening anställer och hyr ut"


class Outcome(TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nej"
    INQUIRY = "inquiry", "Utredning först"


class Condition(TextChoices):
    """What a unit needs in place (domain.md 4: Readiness)."""

    FORMAL_DECISION = "formal_decision", "Formellt beslut"
    FUNDING = "funding", "Långsiktig finansiering"
    STAFF = "staff", "Stabil och erfaren personal som kan handleda"
    TEAM = "team", "Förberett team"
    CONTACT = "contact", "Utsedd kontaktperson"
    ROLE = "role", "Rollbeskrivning"
    ACCESS = "access", "Journal, sekretess och behörighet avgjort"
    SUPERVISION = "supervision", "Handledning bokad"
    EVALUATION = "evaluation", "Plan för utvärdering"


class Readiness(TextChoices):
    OPEN = "open", "Inte besvarad"
    YES = "yes", "På plats"
    PARTLY = "partly", "Delvis"
    NO = "no", "Saknas"


class FundingKind(TextChoices):
    STATE_GRANT = "state_grant", "Statsbidrag"
    PROJECT = "project", "Projektmedel"
    ORDINARY = "ordinary", "Ordinarie budget"


class StepFor(TextChoices):
    UNIT = "unit", "Verksamheten"
    TEAM = "team", "Teamet"
    PEER = "peer", "Den som börjar"


class SupervisionForm(TextChoices):
    INDIVIDUAL = "individual", "Enskild"
    GROUP = "group", "I grupp"


class SupervisionBy(TextChoices):
    NSPH = "nsph", "NSPH"
    OTHER = "other", "Annan handledare"


class SessionState(TextChoices):
    PLANNED = "planned", "Planerad"
    HELD = "held", "Hållen"
    MISSED = "missed", "Inte hållen"


class ObstacleState(TextChoices):
    RAISED = "raised", "Väntar på svar"
    IN_HAND = "in_hand", "Pågår"
    CLOSED = "closed", "Löst"


class Occasion(TextChoices):
    """When a placement is evaluated."""

    MONTHS_3 = "months_3", "Efter 3 månader"
    MONTHS_6 = "months_6", "Efter 6 månader"
    MONTHS_12 = "months_12", "Efter 12 månader"
    END = "end", "Vid slutet"


class Asked(TextChoices):
    """Who answers a questionnaire of an evaluation (domain.md 4: users, staff, managers, the peer)."""

    USERS = "users", "Brukare och patienter"
    STAFF = "staff", "Personal"
    MANAGER = "manager", "Chef"
    PEER = "peer", "Peer supportern"


class FindingKind(TextChoices):
    KEEP = "keep", "Behåll"
    CHANGE = "change", "Ändra"
    STOP = "stop", "Sluta"
