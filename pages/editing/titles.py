"""Titles and descriptions that say nothing."""

import re

_NO_NAME = re.compile(
    r"^(?:dokument|document|scan|skannat|img|dsc|bild|foto|photo|image|fil|file|namnl.s|untitled|microsoft word|kopia)[\s\d_\-()]*$",
    re.IGNORECASE,
)
_FILE_ENDING = re.compile(
    r"\.(?:pdf|docx?|odt|xlsx?|ods|csv|txt|mp4|webm|vtt|indd|pptx?|jpe?g|png|webp|heic|avif|gif|tiff?)$",
    re.IGNORECASE,
)


def is_no_title(title: str) -> bool:
    """Tell whether it is a file's name or a program's word, which tells a reader nothing."""
    return bool(
        _FILE_ENDING.search(title)
        or _NO_NAME.match(title)
        or "_" in title
        or not re.search(r"[^\W\d_]{2}", title)
    )
