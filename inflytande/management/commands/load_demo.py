"""``manage.py load_demo``: fill an empty trial installation with invented content."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from common.actors import SYSTEM
from common.search import index
from inflytande.demo.accounts_file import demo_accounts, write_accounts
from inflytande.demo.clock import story_time
from inflytande.demo.story import Story
from pages.content.shipped import load_demo_news


class Command(BaseCommand):
    """All of the story or nothing; a second run leaves everything as it is."""

    help = "Fyller en tom provinstallation med påhittat innehåll. Bara med demoinställningarna."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demoinnehåll finns bara i provinstallationer. Här är riktiga uppgifter.")
        if User.objects.exists():
            self.stdout.write("Det finns redan konton här. Inget är ändrat.")
            return
        accounts = demo_accounts()
        # Before the accounts: passwords that nobody can read would lock everybody out.
        write_accounts(accounts)
        with transaction.atomic():
            with story_time() as clock:
                Story(clock, accounts).tell()
            load_demo_news(actor=SYSTEM)
        # So much at once is the worker's to write, and none may be running yet.
        index.repair()
        self.stdout.write(f"Klart. {len(accounts)} demokonton finns i demo-accounts.json.")
