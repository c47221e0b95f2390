"""The rule file that Python and the browser share: ``public/rules.json``, served as a static file."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

RULE_FILE = Path(__file__).resolve().parent / "public" / "rules.json"


@cache
def rules() -> dict[str, Any]:
    """Return the rules as they stand in the file."""
    read: dict[str, Any] = json.loads(RULE_FILE.read_text(encoding="utf-8"))
    return read


@cache
def pattern(source: str) -> re.Pattern[str]:
    """Return a rule's pattern with the file's own short forms, such as ``<day>``, written out."""
    for short, long in rules()["macros"]:
        source = source.replace(short, long)
    return re.compile(source)
