"""The words of the directory (domain.md 5). The same words serve associations and activities.

``slug`` is the word in shareable addresses: ``/foreningar/?inriktning=angest``.
"""

from django.db import models
from django.utils.text import slugify


class Audience(models.TextChoices):
    """For whom."""

    SERVICE_USERS = "users", "Dig med egen erfarenhet"
    RELATIVES = "relatives", "Dig som är närstående"
    EVERYONE = "everyone", "Alla"
    YOUNG = "young", "Unga"
    PROFESSIONALS = "professionals", "Personal"

    @property
    def slug(self) -> str:
        return {
            "users": "egen-erfarenhet",
            "relatives": "narstaende",
            "everyone": "alla",
            "young": "unga",
            "professionals": "personal",
        }[self.value]


class Focus(models.TextChoices):
    """Focus areas."""

    NPF = "npf", "NPF"
    AFFECTIVE = "affective", "Affektiva sjukdomar"
    ANXIETY = "anxiety", "Ångest"
    OCD = "ocd", "OCD (tvång)"
    PSYCHOSIS = "psychosis", "Psykos och schizofreni"
    EATING = "eating", "Ätstörning"
    SELF_HARM = "self_harm", "Självskada"
    EIPS = "eips", "EIPS (borderline)"
    ADDICTION = "addiction", "Beroende"
    GAMBLING = "gambling", "Spelberoende"
    SUICIDE = "suicide", "Suicid och efterlevande"
    RELATIVES = "relatives", "Anhöriga"
    WORK = "work", "Arbetsrehabilitering och fontänhus"
    EXCLUSION = "exclusion", "Social utsatthet"
    ANTI_STIGMA = "anti_stigma", "Mot stigma"
    COMORBIDITY = "comorbidity", "Samsjuklighet"

    @property
    def slug(self) -> str:
        return slugify(self.label)


class Activity(models.TextChoices):
    """What the association does (L17)."""

    TALK_GROUP = "talk_group", "Samtalsgrupp"
    SUPPORT = "support", "Råd och stöd"
    OPEN_HOUSE = "open_house", "Öppet hus"
    STUDY_CIRCLE = "study_circle", "Studiecirkel"
    LECTURE = "lecture", "Föreläsning"
    ADVOCACY = "advocacy", "Intressepolitik"

    @property
    def slug(self) -> str:
        return slugify(self.label)


class AgeGroup(models.TextChoices):
    """Ages the association turns to; none chosen means that age was not told."""

    CHILDREN = "children", "Barn under 13 år"
    TEENS = "teens", "13–17 år"
    YOUNG_ADULTS = "young_adults", "18–30 år"
    ADULTS = "adults", "Vuxna"
    OLDER = "older", "65 år och äldre"


class Level(models.TextChoices):
    """Where in its own organisation the association stands."""

    COUNTY = "county", "Länsförening"
    LOCAL = "local", "Lokalförening"


class MembershipNeed(models.TextChoices):
    """Whether one must be a member to come."""

    NO = "no", "Du behöver inte vara medlem"
    LATER = "later", "Du kan prova först och bli medlem sedan"
    YES = "yes", "Du behöver vara medlem"


class Premises(models.TextChoices):
    """Many associations have no premises, which is no failure (L17)."""

    OWN = "own", "Egen lokal"
    SHARED = "shared", "Lånar lokal"
    NONE = "none", "Ingen lokal"


class PremisesFact(models.TextChoices):
    """What a visitor needs to know before deciding to go."""

    STEP_FREE = "step_free", "Inga trappsteg in"
    LIFT = "lift", "Hiss"
    WIDE_DOORS = "wide_doors", "Breda dörrar"
    TOILET = "toilet", "Tillgänglig toalett"
    HEARING_LOOP = "hearing_loop", "Hörslinga"
    QUIET_ROOM = "quiet_room", "Lugnt rum att gå undan till"
    PARKING = "parking", "Parkering"
    PUBLIC_TRANSPORT = "public_transport", "Nära buss eller tåg"


class VerifiedBy(models.TextChoices):
    """How we know that the facts were right on the day they were last checked."""

    LINK = "link", "Föreningen bekräftade genom länken i mejlet"
    REPRESENTATIVE = "representative", "Föreningens representant bekräftade"
    COORDINATOR = "coordinator", "Samordnaren stämde av med föreningen"
