"""Years, months and weeks in addresses: always two or four digits, so each page has one address."""

from django.urls import register_converter


class _Year:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class _Month:
    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class _Week(_Month):
    regex = "0[1-9]|[1-4][0-9]|5[0-3]"


def register() -> None:
    """Make ``year``, ``month`` and ``week`` known to ``path``."""
    register_converter(_Year, "year")
    register_converter(_Month, "month")
    register_converter(_Week, "week")
