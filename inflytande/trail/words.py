"""Swedish words for what the trail holds in code: verbs of services and types of objects."""

from typing import Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

#: First word of a service's name → what was done.
VERBS: Final[dict[str, str]] = {
    "accept": "Tog emot",
    "activate": "Aktiverade",
    "add": "Lade till",
    "answer": "Svarade på",
    "approve": "Godkände",
    "archive": "Arkiverade",
    "attach": "Bifogade till",
    "ask": "Frågade om",
    "cancel": "Ställde in",
    "change": "Ändrade",
    "clear": "Tömde",
    "clone": "Kopierade",
    "close": "Lade ned",
    "commit": "Skrev",
    "confirm": "Bekräftade",
    "create": "Lade in",
    "decline": "Avböjde",
    "delete": "Tog bort",
    "edit": "Ändrade",
    "end": "Avslutade",
    "export": "Hämtade som fil",
    "extend": "Förlängde",
    "finish": "Avslutade",
    "fix": "Rättade",
    "give": "Gav",
    "grant": "Gav",
    "handle": "Hanterade",
    "import": "Läste in",
    "invite": "Bjöd in",
    "join": "Gick med i",
    "leave": "Lämnade",
    "list": "Publicerade",
    "mark": "Märkte",
    "merge": "Slog ihop",
    "move": "Flyttade",
    "name": "Utsåg",
    "open": "Öppnade",
    "pause": "Pausade",
    "postpone": "Sköt upp",
    "preview": "Förhandsgranskade",
    "propose": "Föreslog",
    "publish": "Publicerade",
    "put": "Lade in",
    "receive": "Tog emot",
    "record": "Antecknade",
    "reject": "Sa nej till",
    "relist": "Visade igen",
    "remind": "Påminde om",
    "remove": "Tog bort",
    "rename": "Bytte namn på",
    "reopen": "Öppnade igen",
    "report": "Rapporterade",
    "request": "Beställde",
    "resend": "Skickade igen",
    "reset": "Bytte",
    "resolve": "Avslutade",
    "restore": "Återställde",
    "resume": "Återupptog",
    "review": "Granskade",
    "revoke": "Tog tillbaka",
    "save": "Sparade",
    "send": "Skickade",
    "set": "Ändrade",
    "sign": "Loggade in på",
    "start": "Startade",
    "stop": "Stoppade",
    "store": "Sparade",
    "submit": "Skickade in",
    "subscribe": "Började prenumerera på",
    "sync": "Uppdaterade",
    "undo": "Ångrade",
    "unlist": "Dolde",
    "unpublish": "Drog tillbaka",
    "unsubscribe": "Slutade prenumerera på",
    "update": "Ändrade",
    "verify": "Kontrollerade",
    "withdraw": "Drog tillbaka",
    "write": "Skrev",
    "bring": "Använder igen",
    "retire": "Slutade använda",
    "copy": "Kopierade till",
    "settle": "Klarmarkerade",
    "comment": "Kommenterade",
    "lock": "Låste",
    "discard": "Slängde",
    "plan": "Planerade",
    "freeze": "Låste",
    "destroy": "Förstörde",
    "follow": "Följde med i",
    "forget": "Glömde",
    "hide": "Dolde",
    "renew": "Förnyade",
    "retry": "Försökte igen med",
    "return": "Skickade tillbaka",
    "split": "Delade",
    "upload": "Laddade upp",
}

#: Type of object as the trail keeps it → the object in words.
OBJECTS: Final[dict[str, str]] = {
    "accounts.emailchange": "byte av e-postadress",
    "accounts.invitation": "inbjudan",
    "accounts.portalrole": "roll i hela portalen",
    "accounts.user": "konto",
    "associations.association": "förening",
    "associations.associationnetwork": "föreningsnätverk",
    "associations.confirmationround": "årlig bekräftelse",
    "associations.contactperson": "kontaktperson",
    "associations.entryversion": "version av föreningssida",
    "associations.errorreport": "felanmälan",
    "associations.membership": "medlemskap i nätverk",
    "associations.representative": "företrädare för förening",
    "calendar_app.event": "aktivitet",
    "calendar_app.eventchange": "ändringsförslag till aktivitet",
    "calendar_app.eventseries": "aktivitetsserie",
    "calendar_app.occurrence": "tillfälle",
    "calendar_app.digestsubscription": "prenumeration på mejl",
    "calendar_app.personalfeed": "personlig kalenderadress",
    "calendar_app.importbatch": "inläsning till kalendern",
    "calendar_app.savedfilter": "sparat urval",
    "common.crisisline": "hjälpnummer",
    "common.edition": "utgåva",
    "common.privacyword": "ord att akta",
    "common.trailentry": "spårbarheten",
    "organisations.area": "område",
    "organisations.municipality": "kommun",
    "organisations.principal": "huvudman",
    "organisations.prioritygroup": "prioriterad grupp",
    "organisations.theme": "gemensamt tema",
    "organisations.respondent": "person som svarar",
    "organisations.unit": "verksamhet",
    "organisations.unitrole": "roll i verksamhet",
    "revisions.reportchapter": "kapitel i en rapport",
    "revisions.replycomment": "synpunkt på ett utkast",
    "revisions.replywindow": "tid att läsa ett utkast",
    "revisions.guideversion": "intervjuguide",
    "revisions.questionarea": "område i frågebiblioteket",
    "revisions.useraudit": "brukarrevision",
    "surveys.question": "fråga i enkät",
    "surveys.survey": "enkät",
    "surveys.surveyseries": "serie av enkäter",
}


def verb_words(verb: str) -> str:
    """Return "Publicerade" for ``publish_event``; an unknown verb stays as it is."""
    return VERBS.get(verb.split("_", 1)[0], verb)


def object_words(object_type: str) -> str:
    """Return "aktivitet" for ``calendar_app.event``; an unknown type stays as it is."""
    return OBJECTS.get(object_type, object_type)


#: Fields that no form shows.
FIELDS: Final[dict[str, str]] = {
    "accepted_at": "mottagen",
    "access_facts": "tillgänglighet",
    "associations": "föreningar",
    "attachment": "bilaga",
    "audiences": "för vem",
    "changes": "ändring",
    "contact_persons": "kontaktpersoner",
    "covers": "kommuner",
    "ended_at": "avslutad",
    "ends_on": "till",
    "expires_at": "gäller till",
    "filters": "urval",
    "locked_at": "låst",
    "members": "medlemmar",
    "order": "ordning",
    "occurrences": "tider",
    "online_link_public": "visa länken",
    "password": "lösenord",
    "published_at": "publicerad",
    "revoked_at": "återkallad",
    "series": "upprepning",
    "start": "börjar",
    "end": "slutar",
    "status": "läge",
    "times": "tider",
    "token_hash": "länk",
    "units": "verksamheter",
    "verified_on": "senast kontrollerad",
}


def field_words(object_type: str, name: str) -> str:
    """Return a changed field in Swedish: its name in forms, else a word of our own, else the name in code."""
    try:
        field = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return FIELDS.get(name, name)
    given = str(getattr(field, "verbose_name", ""))
    # Django makes up a name from the code when the model gives none.
    if given and given != name.replace("_", " "):
        return given
    return FIELDS.get(name, name)
