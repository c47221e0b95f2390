"""Looks at free text for what may point somebody out (issue "User-led audits", section 3; architecture decision 12).

The same rules run in the browser (``static/js/privacy.js``); how they work: ``README.md`` beside this file.
"""

from common.privacy.checking import contains_personal_number, look_at
from common.privacy.cleaning import clean_text, refuse_personal_numbers
from common.privacy.remarks import Kind, Remark, Severity
from common.privacy.rows import RemarkRow, remark_rows
from common.privacy.words import NO_WORDS, Words, operator_words, words_from

__all__ = [
    "NO_WORDS",
    "Kind",
    "Remark",
    "RemarkRow",
    "Severity",
    "Words",
    "clean_text",
    "contains_personal_number",
    "look_at",
    "operator_words",
    "refuse_personal_numbers",
    "remark_rows",
    "words_from",
]
