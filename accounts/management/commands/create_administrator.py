"""The first account of a new installation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.services import invite_administrator
from common.actors import SYSTEM


class Command(BaseCommand):
    """Invite an administrator and show the link, since mail may not work yet."""

    help = "Invite an administrator and print the one-time link, valid 7 days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and a name if known."""
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link. Whoever opens it becomes administrator."""
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError("That is not an e-mail address.") from None
        link = invite_administrator(options["email"], name=options["name"], actor=SYSTEM)
        self.stdout.write(f"Open this link once, within 7 days. Show it to nobody else.\n{link}")
