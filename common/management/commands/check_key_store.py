"""Hold the database's key ids against what store and mirror can open."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.sealing.errors import KeyStoreError
from common.sealing.inspection import Inspection, inspect, repair
from common.sealing.opening import open_store
from common.sealing.upkeep import remove_orphans

#: Ids written out for each fault; the rest are counted.
SHOWN = 10


class Command(BaseCommand):
    """Exit code 0 when every key in use opens in both copies and nothing shredded is left."""

    help = "Check that every key the database uses is in the key store and its mirror, and list unused ones."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two ways to put things right; without them nothing is changed."""
        parser.add_argument(
            "--repair",
            action="store_true",
            help="copy keys that one of the two lacks, destroy shredded ones again",
        )
        parser.add_argument(
            "--remove-orphans",
            action="store_true",
            help="remove keys older than a day that nothing uses, however many",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Repair first when asked, then look, then say."""
        try:
            if options["repair"]:
                self.stdout.write(f"Copied between store and mirror: {repair()}")
            if options["remove_orphans"]:
                self.stdout.write(f"Unused keys removed: {remove_orphans(open_store(), however_many=True)}")
            found = inspect()
        except KeyStoreError as error:
            raise CommandError(error.reason or error.message) from error
        self._tell(found)
        if not found.sound:
            raise CommandError(
                "The key store needs attention: docs/operations.md, Sealed text, says what to do."
            )

    def _tell(self, found: Inspection) -> None:
        self._line("Keys in use", found.used, ids=False)
        self._line("Missing in store and mirror", found.missing)
        self._line("Only in the store", found.only_in_store)
        self._line("Only in the mirror", found.only_in_mirror)
        self._line("Different in store and mirror", found.differing)
        self._line("Damaged", found.damaged)
        for mark, count in sorted(found.without_sealing_key.items()):
            self.stdout.write(f"Wrapped by sealing key {mark}, which SEALING_KEYS lacks: {count}")
        self._line("Shredded, but held again", found.came_back)
        self._line("Shredded, named by a restored row (stays dark)", found.shredded_but_used)
        self._line("Unused for more than a day", found.orphans)

    def _line(self, what: str, key_ids: Iterable[UUID], *, ids: bool = True) -> None:
        known = sorted(key_ids)
        self.stdout.write(f"{what}: {len(known)}")
        for key_id in known[:SHOWN] if ids else []:
            self.stdout.write(f"  {key_id}")
