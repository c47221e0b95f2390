import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from common.readability import double_question, level_of, readability, sentences_of

EASY = "Vi går till affären. Där köper vi mat. Sen går vi hem. Vi lagar mat och äter. Det är gott. Vi är glada nu."
HARD = (
    "Brukarrevisionens genomförande förutsätter samverkansöverenskommelser mellan huvudmännen, kvalitetssäkrade "
    "informationsöverföringsrutiner samt verksamhetsövergripande ansvarsfördelning avseende återkopplingsprocessen "
    "gentemot personer med samsjuklighet inom specialistpsykiatrin och kommunernas socialtjänster i regionen."
)


def test_lix_is_words_per_sentence_plus_the_share_of_long_words():
    # 20 words, 2 sentences, 5 words of more than six letters: 10 + 25.
    text = (
        "ett två tre fyra fem sex sju bostad bostad lammull. "
        + "en en en en en planera planera planera planera planera."
    )

    reading = readability(text)

    assert (reading.words, reading.sentences, reading.long_share, reading.lix) == (20, 2, 30, 40)


@pytest.mark.parametrize(
    ("lix", "level"),
    [
        (0, "mycket lätt"),
        (29, "mycket lätt"),
        (30, "lätt"),
        (40, "medelsvår"),
        (50, "svår"),
        (59, "svår"),
        (60, "mycket svår"),
        (150, "mycket svår"),
    ],
)
def test_levels_in_words(lix: int, level: str):
    assert level_of(lix) == level


def test_easy_and_hard_texts_differ():
    assert readability(EASY).level == "mycket lätt"
    assert readability(HARD).level == "mycket svår"


def test_long_sentences_and_very_long_words_are_listed_once():
    sentence = "ord " * 26
    reading = readability(
        f"{sentence}. Kort. Informationsöverföringsrutiner! Informationsöverföringsrutiner."
    )

    assert [long.words for long in reading.long_sentences] == [26]
    assert reading.very_long_words == ("Informationsöverföringsrutiner",)


def test_a_sentence_of_twenty_five_words_passes():
    assert readability("ord " * 25 + ".").long_sentences == ()


def test_a_short_text_gets_no_level():
    reading = readability("Hur mår du?")

    assert reading.lix is None
    assert reading.level == ""
    assert not reading.says_something


@pytest.mark.parametrize(
    "text",
    [
        "Du kan t.ex. ringa.",
        "Du kan t. ex. ringa Anna.",
        "Bl.a. vården, dvs. psykiatrin, m.m. ingår.",
        "Vi ses kl. 13.30 i rum 2.5 osv. som vanligt.",
        "Det var ca. 12 personer, resp. 3 anhöriga.",
        "Fr.o.m. måndag t.o.m. fredag.",
        "Den 3 dec. var vi där.",
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text: str):
    assert sentences_of(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Jag kom. Jag gick.", 2),
        ("Jag kom\nJag gick", 2),
        ("Va? Nej! Jo…", 3),
        ("Vi åt m.m. Sen gick vi.", 2),
        ("Vi åt osv. Sen gick vi.", 2),
        ("", 0),
        ("...", 1),
    ],
)
def test_sentences(text: str, count: int):
    assert len(sentences_of(text)) == count


@pytest.mark.parametrize(
    "question",
    [
        "Hur blev du bemött och fick du den hjälp du behövde?",
        "Var personalen trevlig och kunnig?",
        "Hur var maten? Hur var rummet?",
        "Fick du information om din plan och dina rättigheter?",
        "Har du träffat läkare eller kurator?",
        "Hur var det när du kom, och vad hände sedan?",
        "Kände du dig delaktig samt trygg?",
        "Hur fungerade det, men vad saknade du?",
    ],
)
def test_questions_that_ask_two_things(question: str):
    assert double_question(question)


@pytest.mark.parametrize(
    "question",
    [
        "Hur blev du bemött?",
        "Fick du en plan eller inte?",
        "Kände du dig delaktig, eller?",
        "Vilket råd och stöd fick du?",
        "Hur fungerar samarbetet mellan psykiatrin och din kommun?",
        "Hur planerade du och din läkare vården?",
        "Kände du dig trygg eller otrygg?",
        "Hur mår du??",
        "Berätta om maten och rummet.",
        "Blev det bättre då och då?",
        "",
    ],
)
def test_questions_that_ask_one_thing(question: str):
    assert not double_question(question)


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str):
    reading = readability(text)

    assert 0 <= reading.long_share <= 100
    assert (reading.lix is None) == (reading.level == "")
    assert double_question(text) in {True, False}


@given(
    st.lists(
        st.sampled_from(["t.ex. ", "och ", "eller ", "? ", ". ", "ord ", "mellan ", "3.5", "\n", "Å"])
    ).map("".join)
)
def test_sentences_lose_no_letter(text: str):
    assert "".join("".join(sentences_of(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("piece", ["a", ".", "t.ex.", "och ", "mellan a ", "a-", " ", "\n", "a eller b? "])
def test_two_hundred_thousand_characters_are_read_to_the_end(piece: str):
    text = piece * (200_000 // len(piece)) + "slut?"

    assert readability(text).words > 0
    assert double_question(text) == (piece == "a eller b? ")


def test_the_part_shows_help_and_nothing_for_a_short_clear_question():
    shown = render_to_string(
        "components/readability.html",
        {"reading": readability(HARD), "double": double_question("Maten och rummet?")},
    )
    silent = render_to_string(
        "components/readability.html", {"reading": readability("Hur mår du?"), "double": False}
    )

    assert "mycket svår att läsa" in shown
    assert "informationsöverföringsrutiner" in shown
    assert "två saker" in shown
    assert "(34 ord)" not in shown
    assert silent.strip() == ""
