"""Wrap every key of sealed text by the newest sealing key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.sealing.errors import KeyStoreError
from common.sealing.rotation import rotate
from common.sealing.wrapping import sealing_keys


class Command(BaseCommand):
    """Run after a new key has been put first in SEALING_KEYS; stop and run again as you like."""

    help = "Wrap all keys of sealed text by the first of SEALING_KEYS. The texts themselves stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many keys there were, and when the old sealing keys may go."""
        newest, *older = sealing_keys().keys
        try:
            done = rotate()
        except KeyStoreError as error:
            raise CommandError(f"{error.reason or error.message} Nothing was lost; run it again.") from error
        self.stdout.write(
            f"Wrapped by {newest.name}, in store and mirror together: {done.rewrapped} now, {done.already} before."
        )
        if done.damaged:
            raise CommandError(
                f"{done.damaged} keys are damaged and were left as they are: run check_key_store."
            )
        if older:
            self.stdout.write(
                f"No key needs {', '.join(key.name for key in older)} any more. Restart web and worker, run this "
                "command once more, then remove the old keys from SEALING_KEYS."
            )
