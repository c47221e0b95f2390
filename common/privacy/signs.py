"""What counts as a letter, a digit and the beginning of a sentence in folded text. The browser counts the same."""

_LAST_LETTER = "\u024f"
_SENTENCE_ENDS = frozenset(".!?:\n\r•…")
_LOOK_BACK = 8


def is_digit(sign: str) -> bool:
    """Tell whether a folded character is a digit."""
    return "0" <= sign <= "9"


def is_letter(sign: str) -> bool:
    """Tell whether a folded character is a letter: small Latin ones, with or without marks."""
    return "a" <= sign <= "z" or ("ß" <= sign <= _LAST_LETTER and sign != "÷")


def is_address_sign(sign: str) -> bool:
    """Tell whether a folded character may stand before the @ of an address."""
    return is_letter(sign) or is_digit(sign) or sign in "._%+-"


def starts_sentence(text: str, start: int) -> bool:
    """Tell whether a word is the first of its sentence or line. Looks a few characters back, no further."""
    stop = max(start - _LOOK_BACK, 0)
    for index in range(start - 1, stop - 1, -1):
        sign = text[index]
        if sign in _SENTENCE_ENDS:
            return True
        if is_letter(sign) or is_digit(sign) or sign == ",":
            return False
    return stop == 0
