"""What the editors' form sends, as the browser does."""

import json
from typing import Any

from pages.editing.tree import ensure_tree
from pages.models import NewsIndex, NewsPage

#: How Wagtail's script asks for an answer to a draft that saves itself.
BY_ITSELF = {"HTTP_ACCEPT": "application/json"}


def news_index() -> Any:
    """The list of news, made if there is none."""
    root = ensure_tree()
    return NewsIndex.objects.first() or root.add_child(
        instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren")
    )


def sent(*parts: tuple[str, dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """The fields of a piece of news; ``parts`` are kinds and the fields of the body's parts."""
    form: dict[str, Any] = {
        "title": "Nytt brukarråd", "lead": "", "slug": "nytt-brukarrad", "owner_role": "Samordnaren", "reviewed_on": "2026-01-02",
        "published_on": "2026-01-02", "language": "sv", "municipality": "", "picture": "", "picture_words": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "body-count": str(len(parts)),
        **fields,
    }  # fmt: skip
    for number, (kind, values) in enumerate(parts):
        prefix = f"body-{number}"
        form |= {
            f"{prefix}-deleted": "",
            f"{prefix}-order": str(number),
            f"{prefix}-type": kind,
            f"{prefix}-id": "",
        }
        form |= {f"{prefix}-value{f'-{name}' if name else ''}": value for name, value in values.items()}
    return form


def paragraph(words: str) -> str:
    """Running text as its editor sends it."""
    block = {
        "key": "a",
        "text": words,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    return json.dumps({"blocks": [block], "entityMap": {}})


def draft(**fields: Any) -> NewsPage:
    """A saved piece of news that nobody has published."""
    values = {"title": "Nyhet", "slug": "nyhet", "owner_role": "Samordnaren", "live": False, **fields}
    page: NewsPage = news_index().add_child(instance=NewsPage(**values))
    page.save_revision(clean=False)
    return page
