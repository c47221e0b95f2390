"""The calendar: every route for an activity in every state, of one's own association and of another."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, SIGNED_IN, Route
from tests.access.world import World

COORDINATOR = frozenset({"coordinator"})
WORKERS = COORDINATOR | {"representative", "other_representative"}
HOLDERS = {"association": "representative", "other_association": "other_representative"}
STATES = ("draft", "proposed", "published", "cancelled", "archived", "deleted")
PUBLIC = frozenset({"published", "cancelled", "archived"})
PERSONAL_TOKEN = "min-hemliga-kalender"
UNIT = "unit_draft"


def works_with(holder: str, state: str) -> frozenset[str]:
    """Who opens the working page: a draft is its writers' own, a removed one nobody's."""
    if state == "deleted":
        return NOBODY
    organiser = frozenset({HOLDERS[holder]})
    return organiser if state == "draft" else organiser | COORDINATOR


def sees(holder: str, state: str) -> frozenset[str]:
    """Who reads the activity's own words."""
    if state in PUBLIC:
        return EVERYBODY
    return works_with(holder, state) or frozenset({HOLDERS[holder]})


def _event(holder: str, state: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[f"{holder}_{state}"].pk}


def _occurrence(holder: str, state: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[f"{holder}_{state}_occurrence"].pk}


def _with(kwargs: Callable[[World], dict[str, Any]], **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {**kwargs(world), **more}


def _states() -> list[Route]:
    """The routes about one activity, for each state and both associations."""
    found = []
    for holder in HOLDERS:
        for state in _TRIED[holder]:
            event, time = _event(holder, state), _occurrence(holder, state)
            label = f"{holder} {state}"
            workers = works_with(holder, state)
            readers = sees(holder, state) if state != "deleted" else NOBODY
            public = EVERYBODY if state in PUBLIC else NOBODY
            has_change = (holder, state) == ("association", "published")
            found += [
                Route("calendar_app:occurrence", public, time, label=label),
                Route("calendar_app:occurrence_ics", public, time, label=label),
                Route("calendar_app:attachment", readers, event, label=label),
                Route("calendar_app:event_work", workers, event, label=label),
                Route("calendar_app:event_edit", workers, event, label=label, data=_form),
                Route("calendar_app:event_change", workers, event, label=label),
                Route(
                    "calendar_app:change_attachment", workers if has_change else NOBODY, event, label=label
                ),
                Route("calendar_app:event_copy", workers, event, post_only=True, label=label),
                Route("calendar_app:occurrence_move", workers, time, label=label),
                Route(
                    "calendar_app:event_return",
                    workers & COORDINATOR,
                    event,
                    post_only=True,
                    label=label,
                    data=lambda w: {"note": "Skriv mer."},
                ),
            ]
            found += [
                Route(
                    "calendar_app:event_action",
                    _restorers(holder) if action == "angra-borttagning" else allowed & workers,
                    _with(event, action=action),
                    post_only=True,
                    label=f"{label} {action}",
                )
                for action, in_states, allowed in _BUTTONS
                if state in in_states
            ]
            found += [
                Route(
                    "calendar_app:occurrence_action",
                    workers,
                    _with(time, action=action),
                    post_only=True,
                    label=f"{label} {action}",
                )
                for action in {"draft": ("stall-in",), "published": ("stall-in", "ta-tillbaka")}.get(
                    state, ()
                )
            ]
    return found


def _restorers(holder: str) -> frozenset[str]:
    return frozenset({HOLDERS[holder]})


def _form(world: World) -> dict[str, Any]:
    return {"title": "En ny rubrik", "kind": "meeting", "wants": "save", "version": 1}


_ORGANISERS = frozenset(HOLDERS.values())
#: Button, the states in which it is tried, who may press it: the associations here are not trusted.
_BUTTONS = (
    ("skicka", {"draft"}, _ORGANISERS | COORDINATOR),
    ("ta-bort", {"draft"}, _ORGANISERS),
    ("publicera", {"draft", "proposed"}, COORDINATOR),
    ("dra-tillbaka", {"proposed"}, _ORGANISERS | COORDINATOR),
    ("avpublicera", {"published"}, COORDINATOR),
    ("till-utkast", {"published", "archived"}, COORDINATOR),
    ("stall-in", {"published"}, _ORGANISERS | COORDINATOR),
    ("ta-tillbaka", {"cancelled"}, _ORGANISERS | COORDINATOR),
    ("angra-borttagning", {"deleted"}, _ORGANISERS),
    ("finns-inte", {"published"}, NOBODY),
)
#: The other association's activities answer as one's own do: two states tell.
_TRIED = {"association": STATES, "other_association": ("draft", "published")}

ROUTES = [
    # --- everybody
    Route("calendar_app:list", EVERYBODY),
    Route("calendar_app:list", EVERYBODY, query="?q=kanarie", label="searched"),
    Route("calendar_app:list", EVERYBODY, query="?vy=manad", label="as a month"),
    Route("calendar_app:month", EVERYBODY, lambda w: {"year": w.start.year, "month": w.start.month}),
    Route(
        "calendar_app:month",
        EVERYBODY,
        lambda w: {"year": w.start.year, "month": w.start.month},
        query="?vy=manad",
        label="grid",
    ),
    Route(
        "calendar_app:week",
        EVERYBODY,
        lambda w: {"year": w.start.isocalendar()[0], "week": w.start.isocalendar()[1]},
    ),
    Route("calendar_app:feed", EVERYBODY),
    Route("calendar_app:feed", EVERYBODY, query="?forening=egna-ord-halsingland", label="filtered"),
    Route("calendar_app:association_feed", EVERYBODY, lambda w: {"slug": w.association.slug}),
    Route(
        "calendar_app:association_feed",
        NOBODY,
        lambda w: {"slug": "draft-association"},
        label="of a hidden association",
    ),
    Route("calendar_app:personal_feed", EVERYBODY, lambda w: {"token": PERSONAL_TOKEN}),
    Route("calendar_app:personal_feed", NOBODY, lambda w: {"token": "gissad"}, label="guessed"),
    Route("calendar_app:atom", EVERYBODY),
    Route("calendar_app:subscribe", EVERYBODY),
    Route("calendar_app:csv", EVERYBODY),
    Route("calendar_app:editions", EVERYBODY),
    Route("calendar_app:month_pdf", EVERYBODY, lambda w: {"code": w.code}),
    Route("calendar_app:month_pdf", NOBODY, lambda w: {"code": w.next_code}, label="not ready"),
    Route("calendar_app:term_pdf", NOBODY, lambda w: {"code": "2031-vt"}, label="not made"),
    Route("calendar_app:edition_pdf", EVERYBODY, lambda w: {"code": w.code, "number": 1, "paper": "normal"}),
    Route(
        "calendar_app:edition_pdf",
        NOBODY,
        lambda w: {"code": w.code, "number": 2, "paper": "normal"},
        label="queued",
    ),
    Route(
        "calendar_app:edition_pdf",
        NOBODY,
        lambda w: {"code": w.next_code, "number": 1, "paper": "normal"},
        label="failed",
    ),
    Route("calendar_app:digest", EVERYBODY),
    Route("calendar_app:digest_asked", EVERYBODY),
    Route("calendar_app:digest_confirm", EVERYBODY, lambda w: {"token": w.confirm_token}),
    Route("calendar_app:digest_confirm", NOBODY, lambda w: {"token": "gissad"}, label="guessed"),
    Route("calendar_app:digest_change", EVERYBODY, lambda w: {"token": w.keep_token}),
    Route("calendar_app:digest_change", NOBODY, lambda w: {"token": "gissad"}, label="guessed"),
    Route("calendar_app:digest_unsubscribe", EVERYBODY, lambda w: {"token": w.keep_token}),
    Route("calendar_app:digest_unsubscribe", NOBODY, lambda w: {"token": "gissad"}, label="guessed"),
    # --- anybody with an account
    Route("calendar_app:own_feed", SIGNED_IN),
    # Only the one who has a feed can give it a new address.
    Route("calendar_app:reset_own_feed", {"representative"}, post_only=True),
    Route("calendar_app:close_own_feed", SIGNED_IN, post_only=True),
    # --- those who write activities
    Route("calendar_app:own_events", WORKERS),
    Route("calendar_app:event_new", WORKERS, data=_form),
    Route("calendar_app:event_preview", WORKERS, post_only=True, data=_form),
    *_states(),
    Route(
        "calendar_app:event_work", COORDINATOR, lambda w: {"pk": w.objects[UNIT].pk}, label="a unit's draft"
    ),
    Route(
        "calendar_app:event_edit", COORDINATOR, lambda w: {"pk": w.objects[UNIT].pk}, label="a unit's draft"
    ),
    # --- the coordinator
    Route("calendar_app:work", COORDINATOR),
    Route("calendar_app:work", COORDINATOR, query="?q=kanarie&status=draft", label="searched"),
    Route("calendar_app:work_waiting", COORDINATOR),
    Route("calendar_app:work_changed", COORDINATOR),
    Route("calendar_app:quick_entry", COORDINATOR, post_only=True),
    Route(
        "calendar_app:publish_many",
        COORDINATOR,
        post_only=True,
        data=lambda w: {"event": [w.association_proposed.pk, w.other_association_draft.pk]},
    ),
    Route(
        "calendar_app:unpublish_many",
        COORDINATOR,
        post_only=True,
        query="?utkast=1,2,3&forslag=4",
    ),
    Route("calendar_app:save_filter", COORDINATOR, post_only=True, data=lambda w: {"name": "Mitt"}),
    Route("calendar_app:remove_filter", COORDINATOR, lambda w: {"pk": w.saved_filter.pk}, post_only=True),
    Route(
        "calendar_app:remove_filter",
        NOBODY,
        lambda w: {"pk": w.filter_of_others.pk},
        post_only=True,
        label="of others",
    ),
    Route("calendar_app:edition_work", COORDINATOR, data=lambda w: {"period": w.code}),
    Route("calendar_app:edition_changes", COORDINATOR, lambda w: {"code": w.code}),
    Route("calendar_app:edition_progress", COORDINATOR, lambda w: {"code": w.code, "number": 2}),
    Route(
        "calendar_app:edition_retry",
        COORDINATOR,
        lambda w: {"code": w.next_code, "number": 1},
        post_only=True,
    ),
    Route("calendar_app:imports", COORDINATOR),
    Route("calendar_app:import_template", COORDINATOR, lambda w: {"kind": "csv"}, label="csv"),
    Route("calendar_app:import_template", COORDINATOR, lambda w: {"kind": "xlsx"}, label="xlsx"),
    Route("calendar_app:import", COORDINATOR, lambda w: {"pk": w.import_batch.pk}),
    Route(
        "calendar_app:import",
        COORDINATOR,
        lambda w: {"pk": w.import_batch.pk},
        query="?visa=wrong",
        label="wrong rows",
    ),
    Route("calendar_app:import", COORDINATOR, lambda w: {"pk": w.failed_import.pk}, label="failed"),
    Route("calendar_app:import_confirm", COORDINATOR, lambda w: {"pk": w.import_batch.pk}, post_only=True),
    Route("calendar_app:import_discard", COORDINATOR, lambda w: {"pk": w.import_batch.pk}, post_only=True),
]


def plant_public(world: World) -> None:
    """Published, cancelled and archived activities, and one finished edition."""
    from django.utils import timezone

    start = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    following = (start.replace(day=1) + timedelta(days=40)).strftime("%Y-%m")
    world.objects |= {"start": start, "code": start.strftime("%Y-%m"), "next_code": following}
    for holder in HOLDERS:
        for state in STATES:
            if state in PUBLIC:
                _plant_event(world, holder, state)
    _plant_edition(world, world.code, 1, "ready")


def plant(world: World) -> None:
    """Drafts, proposals, changes that wait, imports, editions on their way, subscriptions."""
    for holder in HOLDERS:
        for state in STATES:
            if state not in PUBLIC:
                _plant_event(world, holder, state)
    _plant_unit_event(world)
    _plant_change(world)
    _plant_edition(world, world.code, 2, "queued")
    _plant_edition(world, world.next_code, 1, "failed")
    _plant_imports(world)
    _plant_subscriptions(world)


def _plant_event(world: World, holder: str, state: str) -> None:
    from django.core.files.base import ContentFile

    from calendar_app.models import Event, Occurrence
    from common.models import StatusChange

    persona = HOLDERS[holder]
    seers = sees(holder, state)
    work = works_with(holder, state)
    words = f"{state} event of {holder}"
    event = Event(
        title=f"Träff {world.canary(f'title of {words}', seers)}",
        description=f"Välkommen {world.canary(f'description of {words}', seers)}",
        place=f"Lokalen {world.canary(f'place of {words}', seers)}",
        # The link is sent to those who have registered: on no public page, whatever the state.
        online_link=f"https://mote.example.org/{world.canary(f'online link of {words}', work)}",
        attendance="both",
        contact_email=world.address(f"contact of {words}", seers),
        contact_name=f"Noa {world.canary(f'contact name of {words}', seers)}",
        contact_phone=world.phone(
            f"contact phone of {words}",
            str(60 + 10 * list(HOLDERS).index(holder) + STATES.index(state)),
            seers,
        ),
        # Its name in the file it was read from is for the next file alone.
        import_uid=world.address(f"name in another calendar of {words}"),
        **{
            fact: f"Mer {world.canary(f'{fact} of {words}', seers)}"
            for fact in ("street_address", "access_note", "cost", "registration", "interpretation")
        },
        status=state,
        kind="open_house",
        municipality=world.municipality,
        created_by=world.personas[persona].actor_id,
        attachment_name=f"{world.canary(f'name of the file of {words}', seers)}.png",
    )
    content = b"\x89PNG\r\n\x1a\n" + world.canary(f"file of {words}", seers).encode()
    event.attachment.save("bilaga.png", ContentFile(content), save=False)
    event.save()
    event.associations.add(world.objects[holder])
    occurrence = Occurrence.objects.create(
        event=event, start=world.start, end=world.start + timedelta(hours=2)
    )
    world.objects[f"{holder}_{state}"] = event
    world.objects[f"{holder}_{state}_occurrence"] = occurrence
    for actor in (world.personas["coordinator"], world.personas[persona]):
        StatusChange.objects.create(
            actor_id=actor.actor_id,
            object_type="calendar_app.event",
            object_id=str(event.pk),
            source="proposed",
            target="draft",
            note=f"Svar {world.canary(f'note in the history of {words}', work)}",
        )


def _plant_unit_event(world: World) -> None:
    from calendar_app.models import Event, Occurrence

    event = Event.objects.create(
        title=f"Möte {world.canary('title of a unit draft', COORDINATOR)}",
        kind="meeting",
        status="draft",
        created_by=world.personas["coordinator"].actor_id,
    )
    event.units.add(world.unit)
    Occurrence.objects.create(event=event, start=world.start, end=world.start + timedelta(hours=1))
    world.objects[UNIT] = event


def _plant_change(world: World) -> None:
    from dataclasses import replace

    from django.core.files.base import ContentFile

    from calendar_app.models import EventChange
    from calendar_app.services.content import content_of, content_to_json

    event = world.association_published
    seers = works_with("association", "published")
    content = replace(
        content_of(event),
        title=f"Ny rubrik {world.canary('title of a change', seers)}",
        description=f"Ny text {world.canary('description of a change', seers)}",
    )
    change = EventChange(
        event=event,
        scope="all",
        content=content_to_json(content),
        base_version=event.version,
        created_by=world.personas["representative"].actor_id,
        attachment_name=f"{world.canary('name of the file of a change', seers)}.png",
    )
    file = b"\x89PNG\r\n\x1a\n" + world.canary("file of a change", seers).encode()
    change.attachment.save("ny.png", ContentFile(file), save=False)
    change.save()


def _plant_edition(world: World, code: str, number: int, state: str) -> None:
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from calendar_app.edition_periods import EditionPeriod
    from calendar_app.pdf.formats import FORMATS, KIND, edition_key
    from calendar_app.queries.editions import frozen_calendar
    from common.models import Edition

    period = EditionPeriod.parse(code)
    assert period is not None
    frozen = frozen_calendar(period, FORMATS["normal"], [], since=None)
    edition = Edition(
        key=edition_key(period, FORMATS["normal"]),
        number=number,
        kind=KIND,
        title=f"Kalender {world.canary(f'title of a {state} edition', EVERYBODY if state == 'ready' else COORDINATOR)}",
        state=state,
        actor_id=world.personas["coordinator"].actor_id,
        data=frozen.to_json() | {"name": f"Maj {world.canary(f'data of a {state} edition')}"},
    )
    if state == "ready":
        edition.file.save("utgava.pdf", ContentFile(b"%PDF-1.7\n%%EOF"), save=False)
        edition.sha256, edition.size, edition.pages = "a" * 64, 14, 1
        edition.rendered_at = timezone.now()
    edition.save()


def _plant_imports(world: World) -> None:
    from django.core.files.base import ContentFile

    from calendar_app.models import ImportBatch, ImportRow

    coordinator = world.personas["coordinator"]
    batch = ImportBatch.objects.create(
        file_name=f"{world.canary('name of an imported file', COORDINATOR)}.csv",
        format="csv",
        status="preview",
        total=2,
        handled=2,
        created_by=coordinator.actor_id,
    )
    for number, verdict in enumerate(("create", "wrong"), start=1):
        ImportRow.objects.create(
            batch=batch,
            number=number,
            verdict=verdict,
            title=f"Rad {world.canary(f'title of a {verdict} row', COORDINATOR)}",
            when=f"I maj {world.canary(f'time of a {verdict} row', COORDINATOR)}",
            reasons=[f"Fel {world.canary(f'reason of a {verdict} row', COORDINATOR)}"],
            data={"x": world.canary(f"data of a {verdict} row", COORDINATOR)},
        )
    world.objects["import_batch"] = batch
    uploaded = ContentFile(
        f"Rubrik;Datum\n{world.canary('uploaded file')};2031-05-05\n".encode(), "lista.csv"
    )
    world.objects["failed_import"] = ImportBatch.objects.create(
        file=uploaded,
        file_name="annan.ics",
        format="ics",
        status="failed",
        problem=f"Går inte: {world.canary('problem of an import', COORDINATOR)}",
        created_by=world.bystander.actor_id,
    )


def _plant_subscriptions(world: World) -> None:
    from django.utils import timezone

    from accounts.tokens import token_hash
    from calendar_app.models import DigestSubscription, PersonalFeed, SavedFilter
    from calendar_app.services.digests import confirm_token, keep_token

    now = timezone.now()
    PersonalFeed.objects.create(
        user=world.personas["representative"],
        token_hash=token_hash(PERSONAL_TOKEN),
        filters={"forening": ["egna-ord-halsingland"]},
        reset_at=now,
    )
    asked = DigestSubscription.objects.create(
        id=uuid.uuid4(),
        email=world.address("address of one who asked for mail"),
        frequency="weekly",
        asked_at=now,
    )
    kept = DigestSubscription.objects.create(
        id=uuid.uuid4(),
        email=world.address("address of one who gets mail"),
        frequency="weekly",
        status="active",
        asked_at=now,
        confirmed_at=now,
    )
    world.objects |= {"confirm_token": confirm_token(asked), "keep_token": keep_token(kept)}
    world.objects["saved_filter"] = SavedFilter.objects.create(
        user=world.personas["coordinator"],
        name=f"Urval {world.canary('name of a saved filter', COORDINATOR)}",
        query="status=draft",
    )
    world.objects["filter_of_others"] = SavedFilter.objects.create(
        user=world.bystander,
        name=f"Urval {world.canary('name of a saved filter of somebody else')}",
        query=f"q={world.canary('words of a saved filter of somebody else')}",
    )
