"""Swedish search. ``text`` is for a room's own lists; the one index behind ``/sok/`` is written by ``index``, asked by ``asking``.

How it works and why: ``docs/decisions/one-search.md``.
"""

from common.search.text import CONFIG, TYPO_LIMIT, search_text, search_vector

__all__ = ["CONFIG", "TYPO_LIMIT", "search_text", "search_vector"]
