"""``manage.py rebuild_search``: compare the search index with everything that can be found, and put it right."""

from typing import Any

from django.core.management.base import BaseCommand

from common.models import SearchEntry, SearchWord
from common.search import index


class Command(BaseCommand):
    help = "Jämför sökregistret med allt som kan hittas och rättar det. Med --from-scratch skrivs allt om."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--from-scratch", action="store_true", help="Töm registret först.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["from_scratch"]:
            SearchEntry.objects.all().delete()
            SearchWord.objects.all().delete()
        done = index.repair()
        self.stdout.write(f"Klart. {done.written} skrivna, {done.removed} borttagna.")
