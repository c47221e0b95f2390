"""Money and numbers in Swedish words. Money is whole öre everywhere, never a float."""

from decimal import Decimal

from common.swedish import NBSP


def kronor(ore: int) -> str:
    """Return "2 131,20 kr"; whole kronor without öre: "900 kr"; taken back with a minus: "−900 kr"."""
    whole, rest = divmod(abs(ore), 100)
    sign = "−" if ore < 0 else ""
    number = f"{whole:,}".replace(",", NBSP)
    return f"{sign}{number},{rest:02}{NBSP}kr" if rest else f"{sign}{number}{NBSP}kr"


def number_words(number: Decimal) -> str:
    """Return "2,5", and "2" for a whole number."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",").replace("-", "−")
