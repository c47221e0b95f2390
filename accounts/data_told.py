"""What the privacy page and the page about cookies tell of accounts."""

from datetime import timedelta

from django.conf import settings

from accounts.lost_text import KEPT_FOR, LAST_USER_AGE, cookie_name
from accounts.services.invitations import VALID_FOR
from accounts.services.upkeep import INVITATION_KEPT
from common.device_storage import Stored, register_stored
from common.outbox import DEDUP_KEPT, KEPT
from common.processings import PUBLIC_TASK, PUBLIC_TASK_HEALTH, Processing, register_processing, span
from common.trail_retention import LEAST_YEARS


def register() -> None:
    """Fill in the registries."""
    register_processing(accounts)
    register_processing(trail)
    register_processing(letters)
    register_stored(*cookies())


def accounts() -> Processing:
    """Accounts, invitations and signing in."""
    return Processing(
        slug="konton",
        name="Konton och inloggning",
        purpose="Den som har en uppgift i portalen ska kunna logga in, och ingen annan i den personens namn.",
        what=(
            "Namn eller alias, e-postadress, roller, när du senast loggade in, och vilken webbläsare och nätadress varje "
            "inloggad enhet har. Den som använder en app eller nyckel har också uppgifter om den. Lösenord sparas bara som "
            "ett avtryck som inte går att läsa."
        ),
        # To be somebody who audits tells of one's own experience.
        basis=PUBLIC_TASK_HEALTH,
        who="Du själv. Administratörer och samordnaren ser namn, e-postadress och roller.",
        how_long=(
            "Så länge du har kontot. Du kan ta bort det själv. Då tas uppgifterna om dig bort, och det du har gjort står kvar "
            "utan ditt namn. Uppgifter om en inloggad enhet "
            f"tas bort när inloggningen har gått ut, efter högst {span(timedelta(seconds=settings.SESSION_COOKIE_AGE))}. "
            f"En inbjudan gäller i {span(VALID_FOR)} och tas bort {span(INVITATION_KEPT)} efter att den gick ut."
        ),
        order=10,
    )


def trail() -> Processing:
    """Who changed or opened what."""
    return Processing(
        slug="sparbarhet",
        name="Spårbarhet",
        purpose="Det ska gå att se i efterhand vem som har ändrat något eller öppnat känsliga uppgifter.",
        what="Tidpunkt, vad som ändrades eller öppnades, och ett nummer för den som gjorde det. Aldrig innehållet.",
        basis=PUBLIC_TASK,
        who="Administratörer. Att de läser antecknas också.",
        how_long=(
            f"Minst {span(timedelta(days=365 * LEAST_YEARS))}. Sedan gallras raderna när regionen har beslutat det. Tar du "
            "bort ditt konto finns bara ett nummer kvar, och ingenting knyter det till dig."
        ),
        order=80,
    )


def letters() -> Processing:
    """What goes through the outbox."""
    return Processing(
        slug="brev",
        name="E-post från portalen",
        purpose="Brev ska komma fram, och samma brev ska inte skickas två gånger.",
        what="Mottagarens e-postadress och brevets innehåll. Ämnesraden avslöjar inte vad brevet handlar om.",
        basis=PUBLIC_TASK,
        who="Ingen läser breven i portalen. Driftens personal kan se att ett brev inte gick att skicka.",
        how_long=(
            "Adress och innehåll tas bort så snart brevet har skickats. En anteckning om att något har skickats, utan adress "
            f"och innehåll, finns kvar i {span(KEPT)}, och i högst {span(DEDUP_KEPT)} för det som inte får skickas igen."
        ),
        order=90,
    )


def cookies() -> tuple[Stored, ...]:
    """The cookies, by the names that these settings give them."""
    day = timedelta(days=1)
    return (
        Stored(
            settings.SESSION_COOKIE_NAME,
            "kaka",
            "Håller dig inloggad. Utan den måste du logga in på varje sida.",
            span(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
            "När du loggar in.",
        ),
        Stored(
            settings.CSRF_COOKIE_NAME,
            "kaka",
            "Skyddar formulär, så att ingen annan webbplats kan skicka något i ditt namn.",
            span(settings.CSRF_COOKIE_AGE // 86_400 * day),
            "När du öppnar en sida med formulär.",
        ),
        Stored(
            cookie_name("last-user"),
            "kaka",
            "Gör att text du har skrivit kommer tillbaka till rätt person när du har loggat in igen.",
            span(timedelta(seconds=LAST_USER_AGE)),
            "När du är inloggad.",
        ),
        Stored(
            cookie_name("kept-text"),
            "kaka",
            "Öppnar text som du skrev när inloggningen hade gått ut. Texten är krypterad och bara din webbläsare har nyckeln.",
            span(timedelta(seconds=KEPT_FOR)),
            "När du skickar ett formulär efter att inloggningen har gått ut.",
        ),
        Stored(
            "saml-acs-session",
            "kaka",
            "Bär svaret från regionens inloggning ett steg, och tas sedan bort.",
            "tills du är inloggad",
            "När du loggar in genom regionen.",
        ),
    )
