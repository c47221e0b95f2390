"""``var/demo-accounts.json``: one account per role, with passwords of this installation alone."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

#: role, address, name. Invented people; the domain can never receive mail (RFC 2606).
PERSONAS = (
    ("administrator", "adi.administrator@example.org", "Adi Ekmarker"),
    ("coordinator", "sam.samordnare@example.org", "Sam Lindhage"),
    ("editor", "red.redaktor@example.org", "Tintin Redlund"),
    ("association_representative", "rio.egnaord@example.org", "Rio Strandmark"),
    ("association_representative", "lo.ljusglantan@example.org", "Lo Gläntberg"),
    ("unit_manager", "eli.enhetschef@example.org", "Eli Vårdsäter"),
    ("supervisor", "hedvig.handledare@example.org", "Hedde Stödberg"),
    ("audit_lead", "noor.revisionsledare@example.org", "Noor Grankvist"),
    ("auditor", "bim.revisor@example.org", "Bim Älvstig"),
    ("auditor", "love.revisor@example.org", "Love Strömgård"),
    ("commissioner", "maj.uppdragsgivare@example.org", "Maj Lövhult"),
    ("council_chair", "eira.ordforande@example.org", "Eira Skogsmark"),
    ("council_member", "mio.ledamot@example.org", "Mio Tallstrand"),
    ("council_secretary", "saga.sekreterare@example.org", "Saga Hallbäck"),
    ("payroll_reader", "linn.loneenhet@example.org", "Linn Åsmark"),
    ("outsider", "kim.utanroll@example.org", "Kim Nyström-Ask"),
)


@dataclass(frozen=True)
class DemoAccount:
    """An account that is printed at start."""

    role: str
    email: str
    password: str


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts, with the passwords of an earlier start when there was one."""
    known = _stored()
    return [DemoAccount(role, email, known.get(email) or _password()) for role, email, _ in PERSONAS]


def write_accounts(accounts: list[DemoAccount]) -> None:
    """Write the file so that only its owner can read it, and so that it is never half written."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(account) for account in accounts], file, ensure_ascii=False, indent=2)
    fresh.replace(path)


def _path() -> Path:
    return Path(settings.VAR_DIR) / "demo-accounts.json"


def _stored() -> dict[str, str]:
    try:
        rows = json.loads(_path().read_text(encoding="utf-8"))
        return {str(row["email"]): str(row["password"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError):
        # No file yet, or one that somebody has changed: new passwords are made.
        return {}


def _password() -> str:
    return "-".join(secrets.token_hex(3) for _ in range(3))
