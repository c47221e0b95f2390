"""Posters, letters and the agreement: what they say, and that they can be read aloud."""

from pathlib import Path
from typing import Any

import pytest

from organisations.models import Unit
from revisions.models import CostLine, UserAudit
from revisions.pdf.letters import (
    LETTERS,
    agreement_html,
    agreement_pdf,
    information_text,
    letter_html,
    letter_pdf,
)
from tests.pdf.checks import assert_passes_both_checkers, assert_reads_as_the_html, page_pictures
from tests.revisions.factories import make_audit

_BY_SLUG = {letter.slug: letter for letter in LETTERS}
#: What domain.md 2 asks for before an interview, in ordinary and in plainer words.
_TOLD = {
    "users": (
        "frivilligt", "hoppa över frågor, ta paus och sluta", "påverkas inte", "får inte veta vem som är med",
        "skriver inte ditt namn", "ta tillbaka din intervju tills", "förstörs senast", "rapporten är publicerad",
        "/brukarrevisioner/", "1177",
    ),
    "users_plain": (
        "Du väljer om du vill vara med", "ta paus", "sluta när du vill", "Din vård ändras inte",
        "Personalen får inte veta", "skriver inte ditt namn", "Ångrar du dig", "förstör det vi har skrivit",
        "/brukarrevisioner/", "1177",
    ),
    "staff": ("inte dig som person", "Ingen i verksamheten får veta vem", "lovat tystnad", "arbetsdagar"),
    "staff_plain": ("inte dig som person", "Du får inte veta vem", "lovat att hålla tyst"),
}  # fmt: skip


@pytest.fixture
def audit(unit: Unit, association: Any) -> UserAudit:
    """An audit with all facts, and an association that can be rung."""
    association.phone, association.phone_hours = "+46701740612", "vardagar 10–12"
    association.email = "egnaord@example.org"
    association.save()
    audit = make_audit(unit, status="preparing", association=association, diary_number="2026/118")
    CostLine.objects.create(audit=audit, label="Rapport och möten", hours="32.5", amount="9750.50", order=2)
    return audit


@pytest.fixture
def bare_audit(db: None) -> UserAudit:
    """An enquiry of which only the name is known."""
    return UserAudit.objects.create(title="Bara ett namn", slug="bara-ett-namn")


@pytest.mark.parametrize("slug", sorted(_BY_SLUG))
def test_every_document_passes_both_checkers_and_keeps_its_pages(slug: str, audit: UserAudit, tmp_path: Path):
    content = letter_pdf(audit, _BY_SLUG[slug])

    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(content, letter_html(audit, _BY_SLUG[slug]))
    pages = page_pictures(content, tmp_path)
    assert len(pages) <= (1 if slug.startswith("affisch") else 3)


@pytest.mark.parametrize("slug", ["affisch-a4", "affisch-lattare-a3"])
def test_a_poster_stays_one_page_when_names_are_long(slug: str, audit: UserAudit, tmp_path: Path):
    audit.question = (
        "Får du som har samsjuklighet vara med och bestämma om din behandling och ditt stöd? " * 2
    )
    audit.question = audit.question[:200]
    audit.audit_units.update(unit=audit.units.get())
    unit = audit.units.get()
    unit.name = ("Specialistmottagningen för beroende och samsjuklighet, " * 4)[:160]
    unit.save()

    content = letter_pdf(UserAudit.objects.get(pk=audit.pk), _BY_SLUG[slug])

    assert len(page_pictures(content, tmp_path)) == 1


@pytest.mark.parametrize("slug", ["affisch-a4", "brev-anvandare", "brev-personal"])
def test_a_document_of_a_bare_enquiry_still_passes(slug: str, bare_audit: UserAudit, tmp_path: Path):
    content = letter_pdf(bare_audit, _BY_SLUG[slug])

    assert_passes_both_checkers(content, tmp_path)


@pytest.mark.parametrize("template", sorted(_TOLD))
def test_a_letter_tells_what_somebody_must_know_before_saying_yes(template: str, audit: UserAudit):
    letter = next(one for one in LETTERS if one.template == template)

    body = letter_html(audit, letter)

    assert [words for words in _TOLD[template] if words not in body] == []


def test_whom_to_ask_is_the_association_and_the_coordinator_and_nobody_of_the_team(
    audit: UserAudit, team: Any
):
    body = letter_html(team.audit, _BY_SLUG["brev-anvandare"])
    told = letter_html(audit, _BY_SLUG["brev-anvandare"])

    assert "Leo" not in body
    assert "Alva" not in body
    assert "070-174 06 12" in told
    assert "Samordnare för brukarinflytande" in told


def test_an_association_that_is_not_listed_is_not_given_as_contact(audit: UserAudit, association: Any):
    association.status = "draft"
    association.save()

    body = letter_html(UserAudit.objects.get(pk=audit.pk), _BY_SLUG["brev-anvandare"])

    assert "070-174 06 12" not in body


def test_how_long_notes_are_kept_follows_the_agreement(audit: UserAudit):
    audit.retention_months = 9

    assert "senast nio månader efter" in letter_html(audit, _BY_SLUG["brev-anvandare"])


def test_words_of_the_audit_are_text_and_never_html(audit: UserAudit):
    audit.purpose = '<script>alert(1)</script> & <img src="https://example.org/spion.png">'

    body = letter_html(audit, _BY_SLUG["brev-anvandare"])

    assert "<script>" not in body
    assert "<img" not in body
    assert "&lt;script&gt;" in body


def test_the_agreement_holds_all_terms_and_room_to_sign(audit: UserAudit, tmp_path: Path):
    content, body = agreement_pdf(audit), agreement_html(audit)

    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(content, body)
    assert len(page_pictures(content, tmp_path)) <= 3
    for words in (audit.purpose, audit.plan_for_results, "Kontakt Persson", "2026/118", "72,5", "21 750,5"):
        assert words in body.replace("\xa0", " "), words
    assert "Underskrifter" in body


def test_an_agreement_with_very_long_words_and_nothing_written_passes(bare_audit: UserAudit, tmp_path: Path):
    bare_audit.purpose = "Samordningsutvecklingsmöjlighetsgranskningsuppdragsbeskrivningar " * 50

    assert_passes_both_checkers(agreement_pdf(bare_audit), tmp_path)


def test_the_suggested_information_tells_the_same_as_the_letter(audit: UserAudit):
    ordinary, plain = information_text(audit)

    for words in ("frivilligt", "hoppa över frågor", "påverkar inte din vård", "Ingen i verksamheten får veta",
                  "tills vi börjar gå igenom alla svar", "förstörs senast sex månader", "1177", "inte skriva under"):  # fmt: skip
        assert words in ordinary, words
    for words in (
        "Du väljer",
        "ta paus",
        "Din vård ändras inte",
        "Personalen får inte veta",
        "ångra dig",
        "1177",
    ):
        assert words in plain, words
    assert "&" not in ordinary
    assert len(ordinary) < 6000
    assert len(plain) < 4000
