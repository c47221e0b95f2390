"""Where the first migration of this room finds what is now ``common.ranges``."""

from common.ranges import DateRange

__all__ = ["DateRange"]
