"""How easy a text is to read, and whether a question asks two things. Help for the writer, never a gate.

LIX (läsbarhetsindex, C. H. Björnsson 1968): words per sentence plus the share of words longer than six
letters, in per cent. The levels are the customary ones for Swedish: under 30 very easy, 30–40 easy,
40–50 medium, 50–60 hard, over 60 very hard.
"""

import re
from dataclasses import dataclass

#: A word of more letters than this is long in LIX.
LONG_WORD = 6
#: A word of more letters than this is worth splitting up or explaining.
VERY_LONG_WORD = 20
#: A sentence of more words than this is worth splitting up.
LONG_SENTENCE = 25
#: Below this many words LIX says too little.
FEWEST_WORDS = 20

_LEVELS = ((30, "mycket lätt"), (40, "lätt"), (50, "medelsvår"), (60, "svår"))
_HARDEST = "mycket svår"

# A full stop after these ends no sentence. Written without their last full stop, spaces optional inside.
_ABBREVIATIONS = re.compile(
    r"\b(?:t ?\. ?ex|bl ?\. ?a|d ?\. ?v ?\. ?s|m ?\. ?fl|m ?\. ?m|o ?\. ?s ?\. ?v|o ?\. ?d|s ?\. ?k|f ?\. ?d"
    r"|fr ?\. ?o ?\. ?m|t ?\. ?o ?\. ?m|e ?\. ?d|i ?\. ?o ?\. ?m|p ?\. ?g ?\. ?a|m ?\. ?a ?\. ?o|n ?\. ?b"
    r"|dvs|osv|etc|ca|kl|nr|resp|ev|inkl|exkl|jfr|tel|avd|st|dr|prof|min|max|obs|forts|bil|kap|sid|s|mom"
    r"|jan|febr|feb|aug|sept|sep|okt|nov|dec)\.(?=\s*(?-i:[a-zåäö0-9(]))",
    re.IGNORECASE,
)
# "t.ex." before a capital as well: these never stand last in a sentence.
_NEVER_LAST = re.compile(
    r"\b(?:t ?\. ?ex|bl ?\. ?a|d ?\. ?v ?\. ?s|s ?\. ?k|p ?\. ?g ?\. ?a|fr ?\. ?o ?\. ?m|t ?\. ?o ?\. ?m|kl|nr|dr|prof|ca|ev|resp)\.",
    re.IGNORECASE,
)
# The full stops inside "m.m." and "o.s.v.".
_INSIDE = re.compile(r"\b[a-zåäö]{1,2}\.(?=[a-zåäö]{1,2}\.)", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<=[0-9])[.:](?=[0-9])")
_SENTENCE_END = re.compile(r"[.!?:…]+|\n+")
# Letters of any script, with hyphens, apostrophes and colons inside ("SIP:en", "e-post").
_WORD = re.compile(r"[^\W\d_]+(?:[-’':][^\W\d_]+)*")
_DOT = "\N{ONE DOT LEADER}"


@dataclass(frozen=True)
class LongSentence:
    """A sentence of more than 25 words."""

    text: str
    words: int


@dataclass(frozen=True)
class Readability:
    """What can be said of a text. ``lix`` and ``level`` are ``None`` and "" below 20 words.

    ``long_share`` is the share of words with more than six letters, in per cent. ``very_long_words`` have
    more than 20 letters; each is there once.
    """

    words: int
    sentences: int
    lix: int | None
    level: str
    long_share: int
    very_long_words: tuple[str, ...]
    long_sentences: tuple[LongSentence, ...]

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show."""
        return self.lix is not None or bool(self.very_long_words or self.long_sentences)


def readability(text: str) -> Readability:
    """Return how easy the text is to read. Any text will do, also an empty one."""
    sentences = sentences_of(text)
    counted = [(sentence, _WORD.findall(sentence)) for sentence in sentences]
    counted = [(sentence, words) for sentence, words in counted if words]
    words = [word for _, found in counted for word in found]
    long_words = sum(_letters(word) > LONG_WORD for word in words)
    lix = _lix(len(words), len(counted), long_words) if len(words) >= FEWEST_WORDS else None
    return Readability(
        words=len(words),
        sentences=len(counted),
        lix=lix,
        level="" if lix is None else level_of(lix),
        long_share=round(100 * long_words / len(words)) if words else 0,
        very_long_words=tuple(dict.fromkeys(word for word in words if _letters(word) > VERY_LONG_WORD)),
        long_sentences=tuple(
            LongSentence(sentence, len(found)) for sentence, found in counted if len(found) > LONG_SENTENCE
        ),
    )


def level_of(lix: int) -> str:
    """Return the level in words."""
    return next((level for limit, level in _LEVELS if lix < limit), _HARDEST)


def sentences_of(text: str) -> list[str]:
    """Split a text into sentences. Abbreviations, times and decimals end none; a new line ends one."""
    kept = _DECIMAL.sub(_DOT, text)
    for abbreviations in (_NEVER_LAST, _ABBREVIATIONS, _INSIDE):
        kept = abbreviations.sub(lambda match: match.group().replace(".", _DOT), kept)
    sentences = []
    at = 0
    for end in _SENTENCE_END.finditer(kept):
        sentences.append(text[at : end.end()].strip())
        at = end.end()
    sentences.append(text[at:].strip())
    return [sentence for sentence in sentences if sentence]


# "och" and "eller" between these are one thing, not two questions.
_PAIRS = frozenset(
    tuple(pair.split())
    for pair in (
        "då då",
        "nu då",
        "lugn ro",
        "råd stöd",
        "stöd hjälp",
        "vård omsorg",
        "vård stöd",
        "vård behandling",
        "rätt slätt",
        "fram tillbaka",
        "här där",
        "till från",
        "av an",
        "en annan",
        "bra dåligt",
        "bra mindre",
        "ja nej",
        "tid plats",
        "hälsa välbefinnande",
        "anhöriga närstående",
        "närstående anhöriga",
        "mat dryck",
        "dag natt",
        "rättigheter skyldigheter",
        "styrkor svagheter",
        "mer mindre",
        "helt hållet",
        "först främst",
        "region kommun",
        "regionen kommunen",
        "psykiatrin socialtjänsten",
        # "vara med och bestämma" is one thing.
        "med bestämma",
        "med påverka",
        "trygg säker",
        "gång annan",
    )
)
_QUESTION_WORD = (
    r"(?:hur|vad|vem|vilka?|vilket|när|var|varför|vart|varifrån|fick|får|kunde|kan|har|hade|är|var|blev|blir|känner|kände|"
    r"tycker|tyckte|vet|visste|vill|ville|finns|fanns|upplever|upplevde|tänker|skulle|behöver|behövde|brukar|går|gick)"
)
_TWO_QUESTIONS = re.compile(
    rf"\b(?:och|samt|eller|men)\s+(?:(?:i så fall|sedan|sen|om)[,\s]+)?(?:{_QUESTION_WORD})\b", re.IGNORECASE
)
_JOINED = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)?)\s+(?:och|samt)\s+([^\W\d_]+)", re.IGNORECASE)
_EITHER = re.compile(r"([^\W\d_]+)\s+eller\s+([^\W\d_]+)", re.IGNORECASE)
_LONGEST_QUESTION = 1_000
# One who does something together with somebody: "du och din läkare".
_TOGETHER = frozenset(["du", "dig", "ni", "er", "jag", "vi", "oss"])
_BETWEEN = re.compile(r"\bmellan(?:\s+[^\W\d_]+){1,4}\s+och\b", re.IGNORECASE)
# What comes after "eller" when it offers the other answer to the same question, or closes it.
_SAME_QUESTION = frozenset(
    [
        "inte",
        "ej",
        "nej",
        "ja",
        "inget",
        "ingen",
        "inga",
        "annat",
        "annan",
        "något",
        "någon",
        "någonting",
        "hur",
        "så",
        "motsvarande",
        "liknande",
    ]
)
_CLOSING_OR = re.compile(
    r"[,\s]+(?:eller(?: (?:inte|ej|hur|nej|något annat|liknande))?|eller så)\s*\?\s*$", re.IGNORECASE
)


def double_question(text: str) -> bool:
    """Tell whether a question seems to ask two things at once, so that one answer can't fit both.

    A hint for the one who writes the guide: "Hur blev du bemött och fick du hjälp?", "Var personalen
    trevlig och kunnig?", two question marks. "… eller inte?", "råd och stöd" and statements without a
    question mark pass.
    """
    questions = [sentence for sentence in sentences_of(text) if "?" in sentence]
    return len(questions) > 1 or any(_asks_twice(question) for question in questions)


def _asks_twice(question: str) -> bool:
    # Cut, so that the work on a very long question has an end.
    kept = " ".join(question[-_LONGEST_QUESTION:].split())
    rest = _BETWEEN.sub("mellan", _CLOSING_OR.sub("?", kept))
    if _TWO_QUESTIONS.search(rest):
        return True
    joined = [*_JOINED.findall(rest), *_EITHER.findall(rest)]
    return any(_are_two_things(first.lower(), second.lower()) for first, second in joined)


def _are_two_things(first: str, second: str) -> bool:
    if (first, second) in _PAIRS or first == second or first in _TOGETHER:
        return False
    # "trygg eller otrygg" is one question with both answers.
    return second not in _SAME_QUESTION and second != f"o{first}"


def _lix(words: int, sentences: int, long_words: int) -> int:
    return round(words / max(sentences, 1) + 100 * long_words / words)


def _letters(word: str) -> int:
    return sum(sign.isalpha() for sign in word)
