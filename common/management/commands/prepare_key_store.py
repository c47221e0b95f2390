"""A new installation's key store, and a check that a running one has the right store before it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.sealing.columns import used_key_ids
from common.sealing.errors import KeyStoreError
from common.sealing.opening import open_store, prepare


class Command(BaseCommand):
    """Runs before the portal starts, each time: harmless when all is well."""

    help = "Mark an empty key store and its mirror as this portal's, or check that they are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse an empty store beside a database that needs keys: a volume is not mounted."""
        try:
            keys = open_store()
            unprepared = all(copy.identity() is None for copy in keys.both)
            if unprepared and (used := len(used_key_ids())):
                raise CommandError(
                    f"The database holds texts sealed with {used} keys, but the key store and its mirror are empty. "
                    "Are they mounted? Does KEY_STORE_URL name the right place? Nothing has been changed."
                )
            prepare(keys)
        except KeyStoreError as error:
            raise CommandError(error.reason or error.message) from error
        self.stdout.write("Key store and mirror are ready.")
