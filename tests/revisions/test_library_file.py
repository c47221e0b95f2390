"""The shipped themes and questions, and what a file of another region may look like."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from common.readability import double_question, readability
from organisations.models import PriorityGroup, Theme
from revisions.library_file import LibraryFileError, read_library
from revisions.models import LibraryQuestion

SHIPPED = Path(settings.BASE_DIR) / "data" / "themes.yaml"
AREAS = {
    "tillganglighet", "information", "bemotande", "delaktighet", "samverkan", "trygghet", "miljo", "overgangar",
    "innehall-i-stodet", "narstaendes-roll", "aktiviteter", "problem-och-konflikter",
}  # fmt: skip


def _faults(text: str) -> list[str]:
    with pytest.raises(LibraryFileError) as caught:
        read_library(text.encode())
    return caught.value.faults


def test_the_shipped_library_covers_the_method_and_each_theme_can_be_asked_about() -> None:
    themes = read_library(SHIPPED.read_bytes()).themes

    assert {theme.slug for theme in themes} >= AREAS
    for theme in themes:
        kinds = [question.kind for question in theme.questions]
        assert 3 <= kinds.count("open") <= 6, theme.name
        assert kinds.count("scale") == 1, theme.name
        assert any(question.prompts for question in theme.questions), theme.name


def test_the_shipped_questions_are_easy_and_ask_one_thing() -> None:
    for theme in read_library(SHIPPED.read_bytes()).themes:
        asked = "\n".join(line for one in theme.questions for line in (one.text, *one.prompts))
        lix = readability(asked).lix

        assert [one.text for one in theme.questions if double_question(one.text)] == []
        assert lix is not None
        assert lix < 40, theme.name


@pytest.mark.django_db
def test_reading_the_file_again_changes_nothing_and_keeps_the_coordinators_words() -> None:
    call_command("setup_themes", str(SHIPPED))
    counts = [model.objects.count() for model in (Theme, LibraryQuestion, PriorityGroup)]
    LibraryQuestion.objects.filter(area__theme__slug="miljo", order=1).update(text="Omskriven?")

    call_command("setup_themes", str(SHIPPED))

    assert [model.objects.count() for model in (Theme, LibraryQuestion, PriorityGroup)] == counts
    assert LibraryQuestion.objects.filter(text="Omskriven?").exists()
    assert Theme.objects.get(slug="innehall-i-stodet").name == "Innehåll i stödet"


@pytest.mark.django_db
def test_another_region_starts_from_its_own_file(tmp_path: Path) -> None:
    file = tmp_path / "egna.yaml"
    file.write_text("teman:\n  - namn: Väntan\n    frågor:\n      - fråga: Hur länge fick du vänta?\n")

    call_command("setup_themes", str(file))

    assert Theme.objects.get(name="Väntan").question_area.questions.get().text == "Hur länge fick du vänta?"


@pytest.mark.django_db
def test_a_faulty_file_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "fel.yaml"
    before = Theme.objects.count()
    file.write_text("teman:\n  - namn: Rätt\n  - om: Utan namn\n")

    with pytest.raises(CommandError, match="Tema 2 saknar namn"):
        call_command("setup_themes", str(file))

    assert Theme.objects.count() == before


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "börja med"),
        ("teman: ja", "ska vara en lista"),
        ("teman: [", "YAML"),
        ("teman:\n  - namn: A\n  - namn: A\n", "två gånger"),
        ("teman:\n  - namn: A\n    fragor: []\n", "finns inte"),
        ("teman:\n  - namn: A\n    frågor:\n      - {}\n", "fråga 1 saknar text"),
        ("teman:\n  - namn: A\n    frågor:\n      - fråga: B?\n        skala: [Ja]\n", "minst två svar"),
        ("teman:\n  - namn: A\n    frågor:\n      - fråga: B?\n        skala: [Ja, [1]]\n", "ska vara text"),
        (f"teman:\n  - namn: {'a' * 81}\n", "högst 80 tecken"),
    ],
)
def test_faults_say_where_and_what_to_do(text: str, fault: str) -> None:
    assert fault in " ".join(_faults(text))
