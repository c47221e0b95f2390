"""The portal's own pages in the search: those that no editor writes and no object stands behind.

What editors write at ``/tillganglighet/`` and ``/integritet/`` is found as their pages.
"""

from datetime import date
from typing import Final

from common.registries import FixedPage, SearchSource, SearchText
from pages.enquiries.ways import WAYS

#: What people call the ways to take part, besides what stands on their pages.
_ALSO_CALLED = {
    "brukarrevisor": "brukarrevision granska intervjua engagera bli",
    "representant": "representera brukarråd förtroendeuppdrag engagera",
    "peer-supporter": "peer support egenerfaren anställning jobb engagera",
    "gruppledare": "studiecirkelledare självhjälpsgrupp engagera",
    "forelasning": "föreläsning föredrag ambassadör attityd engagera",
}

_TEXTS = (
    SearchText(
        title="Hjälp nu",
        url="/hjalp/",
        body="Behöver du hjälp nu? Nummer att ringa när du behöver prata med någon. Du behöver inte vara ensam. "
        "Vid fara för liv ringer du 112. Är du orolig för någon annan kan du ringa för någon annans skull också.",
        keywords="självmord suicid självmordstankar kris akut jour hjälplinje jourtelefon krisnummer ångest orolig 1177",
    ),
    SearchText(
        title="Kontakt",
        url="/kontakt/",
        body="Samordnaren håller ihop arbetet och svarar på frågor om inflytande, arvode och om den här webbplatsen. "
        "Skriv till oss. Du behöver inte säga vem du är eller varför du frågar.",
        keywords="kontakta ringa mejla telefon e-post adress samordnare fråga synpunkter klaga klagomål",
    ),
    SearchText(
        title="Engagera dig",
        url="/engagera-dig/",
        body="Här är fem sätt att vara med. Välj det du är nyfiken på, läs och skriv till samordnaren. "
        "Du behöver inte bestämma dig, och du behöver inte säga varför.",
        keywords="delta volontär frivillig ideell uppdrag påverka",
    ),
    *(
        SearchText(
            title=way.title,
            url=way.url,
            # What it is; what one should know before is no answer to a search for it.
            body=f"{way.short} {way.sentences[0]}",
            keywords=_ALSO_CALLED.get(way.slug, ""),
        )
        for way in WAYS
    ),
    SearchText(
        title="Checklista för brukarinflytande",
        url="/checklista/",
        body="Fem frågor om ett utvecklingsarbete: hur har de som arbetet är till för varit med? Resultatet blir en "
        "bild och en tabell som du kan skriva ut. Inget sparas.",
        keywords="checklistan projekt verktyg målgruppen",
    ),
    SearchText(
        title="Vilket steg på delaktighetstrappan?",
        url="/delaktighetstrappan/vilket-steg/",
        body="Svara på frågor om ett möte, ett projekt eller ett annat arbete. Svaret visar vilket steg på "
        "delaktighetstrappan det liknar mest.",
        keywords="information konsultation dialog inflytande medbestämmande verktyg",
    ),
    SearchText(
        title="Rapportera en brist i tillgängligheten",
        url="/tillganglighet/rapportera/",
        body="Är något svårt att läsa, höra, förstå eller använda? Berätta, så rättar vi det vi kan. "
        "Du behöver inte logga in eller säga vem du är.",
        keywords="klaga klagomål synpunkter anmäla fel skärmläsare",
    ),
    SearchText(
        title="Kakor och lagring",
        url="/integritet/kakor/",
        body="Den som bara läser får inga kakor alls. Vi följer dig inte, och ingen annan får veta att du har varit här.",
        keywords="cookies cookie spårning samtycke",
    ),
)
#: When all of them were last read through before they were shipped.
READ_THROUGH: Final = date(2026, 11, 23)
OWN_PAGES = tuple(FixedPage(number, text) for number, text in enumerate(_TEXTS, start=1))


def source() -> SearchSource:
    """Return what the search reads; the visitor sees them among the other pages."""
    return SearchSource(
        kind="own_page",
        label="Sidor",
        one="Sida",
        model=None,
        rows=lambda: OWN_PAGES,
        entry=lambda one: one.text,
        order=1,
    )
