"""Bytes to text, whatever program wrote them."""

from calendar_app.imports.rows import UnreadableFileError

_NOT_TEXT = "Filen innehåller inte text. Spara den som csv, xlsx eller ics och försök igen."


def decoded(content: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 by its mark, else UTF-8 if it holds, else Windows' western letters.

    NUL and other control signs that no text holds are left out.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _as(content, "utf-16")
    else:
        text = _as(content, "utf-8-sig")
        if text is None:
            text = content.decode("cp1252", errors="replace")
    if text is None:
        raise UnreadableFileError(_NOT_TEXT)
    if text.count("\x00") > max(10, len(text) // 100):
        raise UnreadableFileError(_NOT_TEXT)
    return text.replace("\x00", "")


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
