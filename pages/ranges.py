"""Answers for a part of a file: a film is watched from where somebody is, and some browsers ask for nothing else."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

#: Read and sent together, in bytes.
_AT_ONCE = 64 * 1024
_ONE_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.ASCII | re.IGNORECASE)
#: Of the whole answer, not of a part of it.
_OF_THE_WHOLE = {"content-length", "accept-ranges"}


def part_of(request: HttpRequest, answer: HttpResponseBase, file: Any) -> HttpResponseBase:
    """Return the part of ``file`` that the request asks for, or ``answer``, the whole of it (RFC 9110, 14).

    ``answer`` has been decided already: who may open the file, and the request's other conditions. Several ranges at
    once get the whole file, as does a range of another edition than the one there is (``If-Range``).
    """
    if answer.status_code != 200:
        return answer
    answer.headers["Accept-Ranges"] = "bytes"
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or asked is None or not _is_same_edition(request, answer):
        return answer
    size = int(file.size)
    found = _bounds(asked[1], asked[2], size)
    if found is None:
        return answer
    # Django's answers keep what they close to themselves, and the stubs don't know of it.
    whole: Any = answer
    part: Any
    if found == (0, -1):
        part = HttpResponse(status=416)
        part.headers["Content-Range"] = f"bytes */{size}"
    else:
        first, last = found
        part = StreamingHttpResponse(_bytes(file.open("rb"), first, last), status=206)
        part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    for name, value in answer.items():
        if name.lower() not in _OF_THE_WHOLE:
            part.headers[name] = value
    part.headers["Accept-Ranges"] = "bytes"
    part.headers["Content-Length"] = str(found[1] - found[0] + 1) if part.status_code == 206 else "0"
    # Closed with the part; ``answer.close()`` would tell everybody that the request is over.
    part._resource_closers += whole._resource_closers
    closed_together: HttpResponseBase = part
    return closed_together


def _is_same_edition(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whether what the browser has a part of is what there is now; a weak tag never tells (RFC 9110, 13.1.5)."""
    known = request.headers.get("If-Range", "").strip()
    if not known:
        return True
    now = answer.headers.get("ETag" if known.endswith('"') else "Last-Modified", "")
    return known == now and not known.startswith("W/")


def _bounds(first: str, last: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte; (0, -1) when the file has none of them, ``None`` when it is no range."""
    if not first and not last:
        return None
    if not first:
        wanted = _number(last, size)
        return (size - wanted, size - 1) if wanted else (0, -1)
    start, end = _number(first, size), _number(last, size) if last else size
    # Compared as they were written: what lies beyond the end was cut to it.
    if last and _longest(first) > _longest(last):
        return None
    return (start, min(end, size - 1)) if start < size else (0, -1)


def _number(digits: str, most: int) -> int:
    """Return the number, or ``most`` if it is larger; a number of thousands of digits is not worked out."""
    plain = digits.lstrip("0")
    return most if len(plain) > len(str(most)) else min(int(plain or "0"), most)


def _longest(digits: str) -> tuple[int, str]:
    """Return what orders numbers that are written in digits."""
    plain = digits.lstrip("0")
    return len(plain), plain


def _bytes(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with closing(file):
        file.seek(first)
        left = last - first + 1
        while left > 0 and (read := file.read(min(_AT_ONCE, left))):
            left -= len(read)
            yield read
