"""How the form of an activity is laid out: its sections and its buttons."""

from collections.abc import Container
from typing import Any

from associations.models import Association
from calendar_app.models import Event
from common.form_layout import ButtonRow, Group, MainButton, More, Pair, PlainButton, QuietLink, Section


def sections(fields: Container[str]) -> list[Any]:
    """Return the form's sections; a field that the form lacks is left out."""
    when: list[Any] = []
    if "day" in fields:
        when = [
            Group(
                "Datum och tid",
                Pair("day", "starts", "ends"),
                "all_day",
                "last_day",
                hint="Till exempel 14 oktober, 18.00–20.00",
            )
        ]
    repeat = (
        []
        if "frequency" not in fields
        else [Section("Återkommer aktiviteten?", "frequency", Pair("interval", "until", "count"), "excluded")]
    )
    organisers = ["association"]
    units = [More("Verksamhet som ordnar eller är med", "units")] if "units" in fields else []
    groups = [More("Fler uppgifter", "priority_groups")] if "priority_groups" in fields else []
    return [
        Section("Vad och när", "title", "kind", "description", *when),
        *repeat,
        Section(
            "Var och för vem",
            "municipality",
            "attendance",
            "place",
            "street_address",
            "online_link",
            "online_link_public",
            "audiences",
            "participation_step",
            "access_facts",
            "access_note",
            "interpretation",
            *groups,
        ),
        Section(
            "Kostnad och anmälan",
            "cost",
            "registration",
            "register_by",
            *(["is_full"] if "is_full" in fields else []),
        ),
        Section(
            "Kontakt och bilaga",
            *organisers,
            *units,
            "contact_name",
            "contact_email",
            "contact_phone",
            "attachment",
            "no_private_names",
        ),
    ]


def buttons(user: Any, event: Event | None, back_url: str) -> list[Any]:
    """Return the buttons that fit what ``user`` may do with ``event``; ``None`` is a new activity."""
    cancel = QuietLink("Avbryt", back_url)
    preview = PlainButton("Förhandsgranska", "wants", "preview")
    if event is not None and event.is_public:
        if user.has_perm("calendar_app.publish_event", event):
            return [ButtonRow(MainButton("Spara ändringen", "wants", "save"), preview, cancel)]
        hint = "Det som är publicerat ligger kvar tills samordnaren har godkänt ändringen."
        return [
            ButtonRow(
                MainButton("Skicka ändringen för granskning", "wants", "save"), preview, cancel, hint=hint
            )
        ]
    draft = PlainButton("Spara utkast", "wants", "draft")
    if may_publish(user, event):
        main = MainButton("Publicera", "wants", "publish")
        return [ButtonRow(main, draft, preview, cancel)]
    if event is not None and event.status == Event.Status.PROPOSED:
        return [ButtonRow(MainButton("Spara", "wants", "propose"), preview, cancel)]
    return [
        ButtonRow(
            MainButton("Skicka för granskning", "wants", "propose"),
            draft,
            PlainButton("Publicera", disabled=True),
            preview,
            cancel,
            hint="Du kan inte publicera själv. Det gör samordnaren.",
        )
    ]


def may_publish(user: Any, event: Event | None) -> bool:
    """Whether the publish button works: the service decides again."""
    if event is not None:
        return bool(user.has_perm("calendar_app.publish_event", event))
    if user.has_perm("calendar_app.review_events"):
        return True
    mine = list(Association.objects.filter(representatives__in=user.represents.current()))
    return bool(mine) and all(association.trusted for association in mine)
