"""What a visitor has chosen above a public list: read from the address, written to it, taken away piece by piece."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

#: Parameter → what there is to choose between: (slug, words).
Offered = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Choice:
    """One slug for each parameter, empty when nothing is chosen. Each list has a class of its own, with its parameters
    as fields; ``route`` is the list's address."""

    route: ClassVar[str]

    @classmethod
    def params(cls) -> tuple[str, ...]:
        """Return the parameters of the list's address."""
        return (*(one.name for one in fields(cls)), "sida")

    @classmethod
    def read(cls, query: QueryDict, offered: Offered) -> Self:
        """Read ``?kommun=gavle&lage=pagar``; what isn't offered is passed over without a fuss."""
        asked = {one.name: query.get(one.name, "") for one in fields(cls)}
        return cls(**{name: value for name, value in asked.items() if value in dict(offered[name])})

    @property
    def query(self) -> str:
        """The choice as it stands in a shareable address."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters that are chosen."""
        return [(one.name, value) for one in fields(self) if (value := getattr(self, one.name))]

    def url(self, **other: Any) -> str:
        """Return the address of this choice, with ``other`` in place of what is chosen."""
        chosen = replace(self, **other).query
        return reverse(self.route) + (f"?{chosen}" if chosen else "")

    def chips(self, offered: Offered) -> list[tuple[str, str]]:
        """Return (words, the address without it) of everything chosen."""
        return [(dict(offered[name])[value], self.url(**{name: ""})) for name, value in self.pairs()]
