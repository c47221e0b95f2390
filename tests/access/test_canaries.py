"""A text or a file without a canary would leak unseen: every column that holds one is planted, or stands here with why not."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, CharField, Field, FileField, JSONField, TextField
from django.db.models.fields.files import FieldFile
from wagtail.fields import StreamField

from tests.access.opening import words_in_file
from tests.access.world import World

TEXTS = (CharField, TextField, JSONField, ArrayField, BinaryField, FileField, StreamField)
ROOMS = (
    "accounts",
    "organisations",
    "associations",
    "surveys",
    "calendar_app",
    "proposals",
    "revisions",
    "councils",
    "peersupport",
    "pages",
    "common",
)
#: Columns whose text the portal itself writes, or that no page reads: pattern → why no canary stands there.
WITHOUT = {
    r".*\.(token_hash|token_hashes|code_hash|receipt|fingerprint|sha256|password)": "a hash of something",
    r".*\.(room|owner_room|owner_id|owner_url|source_id|survey_id|object_type|key|kind|dedup_key)": "names objects",
    r"accounts\.Invitation\.grants": "names of roles and numbers of objects",
    r".*\.slug": "made of a name that has a canary of its own",
    r"associations\.EntryVersion\.changed|calendar_app\.EventSeries\.excluded|surveys\.Answer\.choices": "names of fields, days, numbers",
    r"common\.(StatusChange\.(object_id|source|target)|CacheStamp\.room)": "names objects and states",
    r"common\.SearchEntry\.(object_id|digest|language|url|terms)|common\.SearchWord\.(word|folded|lexeme|parts)|common\.SearchSynonym\.\w+_lexemes": "made of words that have a canary where they are shown",
    r"common\.CrisisLine\.(number|label|who|hours)": "stands on every page",
    r"organisations\.(Area|Municipality|Principal|PriorityGroup|Theme)\.(name|slug|code)": "anybody may know of them",
    r"associations\.Association\.search_(terms|words)": "made of the facts; searched, never shown",
    r"calendar_app\.(PersonalFeed|DigestSubscription)\.(filters|last_period)": "choices among public words",
    r"calendar_app\.EventChange\.(plan|scope)": "days, and one word of ours",
    r"pages\.\w+\.file_hash|pages\.PortalDocument\.text_read_of": "a hash of a file",
    r"pages\.PortalRendition\.(filter_spec|focal_point_key)": "names a measure",
    r"pages\.PortalImage\.description": "no form writes it: what a picture shows is written where it stands",
    r"councils\.(Meeting\.access_facts|Paper\.ending|DialogueMeeting\.slip_survey_id)": "fixed words, an ending, a number",
    r"proposals\.(EffectQuestion|ProposalSource)\.url": "addresses of public pages",
    r"proposals\.Measure\.who": "a role, told with the measure that holds a canary",
    r"revisions\.Interview\.code|surveys\.Survey\.code|peersupport\.EvaluationStatement\.code": "made by the portal",
    r"peersupport\.IntroductionStep\.code": "names a step of the ready-made list",
    r"pages\.AccessibilityAssessment\.(made_by|method)|pages\.PortalRoot\.owner_role": "stand on public pages",
    r"pages\.(FollowedLink\.(address|host)|OwnPageReview\.address)": "addresses that published pages have or lead to",
    r"councils\.RateTable\.day_rules": "how days are counted, which anybody may know",
    r"revisions\.ReportApproval\.correction_note": "written and published in one step",
}


def _columns() -> Iterator[tuple[str, Any]]:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for column in model._meta.concrete_fields:
                is_ours = column.choices or getattr(column, "base_field", column).choices
                if isinstance(column, TEXTS) and not is_ours and column.model is model:
                    yield f"{room}.{model.__name__}.{column.name}", column


def _is_planted(world: World, column: "Field[Any, Any]") -> bool:
    values = column.model._base_manager.values_list(column.attname, flat=True)
    if isinstance(column, BinaryField):
        # Sealed: what stands there is a canary, or the pages that open it would meet none.
        return any(values)
    if isinstance(column, FileField):
        stored = [FieldFile(None, column, name) for name in values if name]  # type: ignore[arg-type] # no row needed to read
        return any(world.heard(_all_words(one)) for one in stored)
    return any(world.heard(str(value)) for value in values)


def _all_words(stored: FieldFile) -> str:
    with stored.open() as file:
        content = file.read()
    return f"{stored.name} {content.decode('utf-8', 'replace')} {words_in_file(content)}"


def test_every_text_and_file_holds_a_canary(world: World):
    bare = {
        name
        for name, column in _columns()
        if not _is_planted(world, column) and not any(re.fullmatch(known, name) for known in WITHOUT)
    }

    assert not bare, "Plant a canary in (tests/access/README.md): " + ", ".join(sorted(bare))


def test_every_exception_is_still_needed(world: World):
    columns = dict(_columns())

    unneeded = [known for known in WITHOUT if not any(re.fullmatch(known, name) for name in columns)]

    assert unneeded == []
