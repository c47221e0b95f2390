"""The columns a table may have: their Swedish headings, what they are for and an example."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of the template. ``field`` is where the text goes; ``also`` are other headings people use."""

    heading: str
    field: str
    example: str
    help: str
    needed: bool = False
    also: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "Rubrik",
        "title",
        "Öppet hus med fika",
        "Vad som händer.",
        needed=True,
        also=("titel", "aktivitet", "namn"),
    ),
    Column(
        "Typ",
        "kind",
        "Öppet hus",
        "Möte, Öppet hus, Självhjälpsgrupp eller samtalsgrupp, Studiecirkel, Föreläsning, Utbildning, Workshop, "
        "Dialogmöte, Patientforum eller Annat.",
        also=("slag", "aktivitetstyp"),
    ),
    Column(
        "Förening",
        "organisers",
        "Föreningen Lyktskenet",
        "Den som ordnar, precis som i föreningskatalogen. Flera skiljs åt med semikolon.",
        also=("arrangör", "arrangörer", "föreningar", "organisatör", "verksamhet"),
    ),
    Column("Datum", "day", "2026-10-14", "Första dagen.", needed=True, also=("startdatum", "dag", "start")),
    Column(
        "Starttid", "starts", "18.00", "Lämna tomt för hela dagen.", also=("tid", "klockan", "börjar", "från")
    ),
    Column("Slutdatum", "last_day", "", "Bara om aktiviteten slutar en annan dag.", also=("sista dag",)),
    Column("Sluttid", "ends", "20.00", "Tomt betyder en timme efter start.", also=("slut", "slutar", "till")),
    Column(
        "Upprepas",
        "repeat",
        "varje vecka",
        "Varje vecka, varannan vecka, var 3:e vecka, varje månad samma datum, varje månad samma veckodag eller "
        "varje månad sista veckodagen.",
        also=("upprepning", "återkommer"),
    ),
    Column(
        "Till och med",
        "until",
        "2026-12-16",
        "Sista dagen som aktiviteten upprepas.",
        also=("t.o.m.", "upprepas till"),
    ),
    Column("Antal gånger", "count", "", "I stället för Till och med.", also=("antal",)),
    Column(
        "Utom",
        "excluded",
        "2026-10-28",
        "Dagar som hoppas över. Flera skiljs åt med semikolon.",
        also=("undantag",),
    ),
    Column("Plats", "place", "Föreningshuset", "Lokalens namn.", also=("lokal",)),
    Column("Gatuadress", "street_address", "Hamngatan 3", "", also=("adress",)),
    Column("Kommun", "municipality", "Söderhamn", "Tomt betyder hela länet.", also=("ort",)),
    Column(
        "Hur",
        "attendance",
        "På plats",
        "På plats, Digitalt eller Både på plats och digitalt.",
        also=("form",),
    ),
    Column(
        "Länk",
        "online_link",
        "",
        "Länk till ett digitalt möte. Den visas inte för alla.",
        also=("webblänk", "url"),
    ),
    Column(
        "För vem",
        "audiences",
        "Alla",
        "Dig med egen erfarenhet, Dig som är närstående, Unga, Personal eller Alla. Flera skiljs åt med semikolon.",
        also=("målgrupp",),
    ),
    Column("Kostnad", "cost", "Gratis", "", also=("avgift", "pris")),
    Column("Anmälan", "registration", "Ring eller mejla oss.", "Hur man anmäler sig."),
    Column("Sista anmälningsdag", "register_by", "", "", also=("anmälan senast",)),
    Column("Kontakt", "contact_name", "", "Namn, om det ska visas för alla.", also=("kontaktperson",)),
    Column(
        "E-post", "contact_email", "hej@lyktskenet.example.org", "För frågor.", also=("epost", "mejl", "mail")
    ),
    Column("Telefon", "contact_phone", "070-174 06 05", "För frågor.", also=("tel", "telefonnummer")),
    Column(
        "Beskrivning", "description", "Vi fikar och pratar. Kom som du är.", "", also=("text", "information")
    ),
    Column("Steg", "step", "1", "Steg i delaktighetstrappan, 1–5, eller tomt.", also=("steg i trappan",)),
    Column(
        "Id",
        "uid",
        "",
        "Ett eget namn på raden, till exempel ett nummer. Med samma Id ändras aktiviteten nästa gång i stället för "
        "att läggas in en gång till.",
        also=("uid", "nummer"),
    ),
)

HEADINGS = {name.casefold(): column.field for column in COLUMNS for name in (column.heading, *column.also)}
LABELS = {column.field: column.heading for column in COLUMNS}
