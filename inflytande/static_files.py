"""Static files under names that change with their content, so that browsers may keep them for a year."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

#: ``import { one, two } from "./other.js";`` and ``import("./other.js")`` in our own scripts.
_IMPORTS = (
    (
        r"""(?P<matched>import(?s:(?P<names>\s*\{[^}]*\}))\s*from\s*"(?P<url>\./[^"]+)";)""",
        """import%(names)s from "%(url)s";""",
    ),
    (r"""(?P<matched>import\("(?P<url>\./[^"]+)"\))""", """import("%(url)s")"""),
)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """Also the modules that our scripts import get such names, else a phone would mix old and new parts of one script.

    Django's own switch for this takes every package's scripts too, and some of those name files that are not there.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _IMPORTS))
