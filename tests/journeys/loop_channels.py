"""Everything about one audit and its proposals that an outsider can get hold of, read as text."""

import io
import json
import re
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pypdf
from django.core import mail
from django.urls import reverse
from lxml import html as lxml_html

from proposals.models import Proposal, ProposalSource
from revisions.models import UserAudit

#: The only subjects a letter of the loop may have: none of them tells what it is about.
SUBJECTS = {"Du har ett nytt meddelande", "Du har något att läsa"}


def fetch(url: str) -> tuple[int, bytes]:
    """Ask as somebody without session or cookies."""
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def words_of_page(content: bytes) -> str:
    """Return a page's words without markup, and without what could be chosen in lists."""
    document = lxml_html.fromstring(content.decode())
    for element in document.xpath("//select | //script | //svg"):
        element.drop_tree()
    return flat(" ".join(document.itertext()))


def words_of_pdf(content: bytes) -> str:
    """Return a PDF's words."""
    return flat(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def words_of_docx(content: bytes) -> str:
    """Return a word-processor file's words."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return flat(re.sub(r"<[^>]+>", " ", file.read("word/document.xml").decode()))


def flat(text: str) -> str:
    """Return the text with single spaces."""
    return " ".join(text.replace("\xad", "").split())


@dataclass
class Channels:
    """What is public of one audit, looked through after every step.

    ``secret`` never stands anywhere; ``later`` stands nowhere before the report is published.
    """

    address: str
    audit: UserAudit
    secret: tuple[str, ...]
    later: tuple[str, ...]
    neutral: tuple[str, ...]
    read: int = 0
    letters: list[Any] = field(default_factory=list)

    def look(self) -> dict[str, str]:
        """Read every channel and every new letter; hold what must hold after any step."""
        texts = self._texts()
        for name, text in texts.items():
            for words in self.secret if "förslag" in texts else (*self.secret, *self.later):
                assert words not in text, f"{words!r} in {name}"
        self.letters = mail.outbox[self.read :]
        self.read = len(mail.outbox)
        for letter in self.letters:
            assert letter.subject in SUBJECTS
            for words in (*self.secret, *self.later, *self.neutral):
                assert words not in letter.subject + letter.body, words
        return texts

    def tell(self, *words: str, but: tuple[str, ...] = ()) -> None:
        """Look, and find ``words`` on audit page, list, proposal, table, JSON and poster alike; ``but`` in none."""
        texts = self.look()
        places = ("revision", "lista", "förslag", "csv", "json", "affisch")
        faults = [f"no {one!r} in {name}" for name in places for one in words if flat(one) not in texts[name]]
        faults += [f"{one!r} in {name}" for name in places for one in but if flat(one) in texts[name]]
        assert not faults, f"{faults}: {texts['affisch']}"

    def letter_to(self, person: Any) -> Any:
        """Return the one letter of the last step to this address."""
        found = [one for one in self.letters if one.to == [getattr(person, "email", person)]]
        assert len(found) == 1, [(one.to, one.body) for one in self.letters]
        return found[0]

    def link_to(self, person: Any, path: str) -> str:
        """Return the link of that letter that leads to ``path``."""
        body = self.letter_to(person).body
        found = re.search(rf"{re.escape(self.address)}{path}\S*", body)
        assert found, body
        return found.group()

    def page(self, name: str, *args: Any) -> str:
        """Return one public page's words."""
        status, content = fetch(self.address + reverse(name, args=args))
        assert status == 200, name
        return words_of_page(content)

    def _texts(self) -> dict[str, str]:
        slug = self.audit.slug
        texts = {
            "start": words_of_page(fetch(f"{self.address}/")[1]),
            "revisioner": self.page("audits:list"),
            "revision": self.page("audits:audit", slug),
            "lista": self.page("loop:list"),
            "atom": fetch(self.address + reverse("loop:atom"))[1].decode(),
            "csv": flat(fetch(self.address + reverse("loop:csv"))[1].decode()),
            "json": flat(
                json.dumps(
                    json.loads(fetch(self.address + reverse("loop:json"))[1]), ensure_ascii=False
                ).replace("\\n", " ")
            ),
        }
        for words in ("vänta", "veckor"):
            texts[f"sök {words}"] = words_of_page(fetch(f"{self.address}/sok/?q={quote(words)}")[1])
        source = ProposalSource.objects.filter(room="revisions", source_id=str(self.audit.pk)).first()
        report = fetch(self.address + reverse("audits:report", args=[slug]))
        poster = (
            fetch(self.address + reverse("loop:poster", args=[source.pk, "a4"])) if source else (404, b"")
        )
        public = Proposal.objects.filter(source=source, state="public").first() if source else None
        if public is None:
            assert (report[0], poster[0]) == (404, 404)
            assert fetch(self.address + reverse("audits:report_pdf", args=[slug]))[0] == 404
            return texts
        return texts | {
            "rapport": words_of_page(report[1]),
            "affisch": words_of_pdf(poster[1]),
            "förslag": self.page("loop:proposal", public.slug),
        }
