"""A county from a file: Gävleborg as shipped, another one, and files that can't be used."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common.models import CacheStamp, CrisisLine, TrailEntry
from inflytande.county.reading import CountyFileError, read_county
from organisations.models import Area, Municipality, Principal, Unit

pytestmark = pytest.mark.django_db

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "counties" / "gavleborg.yaml"

#: An invented county, in the other format.
OTHER = """typ;namn;område;kod;kolumn;rad;slag;huvudman;kommun;nummer;text;vem;tider;ansvarig;kontrollerat
område;Skogsbygden;;;;;;;;;;;;;
kommun;Granköping;Skogsbygden;9901;1;1;;;;;;;;;
kommun;Tallånger;Skogsbygden;9902;2;1;;;;;;;;;
huvudman;Region Skogslän;;;;;region;;;;;;;;
huvudman;Granköpings kommun;;;;;kommun;;Granköping;;;;;;
verksamhet;Öppenvården Tallånger;;;;;;Region Skogslän;Tallånger;;;;;;
hjälpnummer;;;;;;;;;1177;råd om vård;En sjuksköterska svarar.;Dygnet runt.;Samordnaren;2026-10-01
"""


def _run(tmp_path: Path, text: str, name: str = "lan.yaml") -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    call_command("setup_county", file)


def _faults(text: str, *, is_csv: bool = False) -> list[str]:
    with pytest.raises(CountyFileError) as caught:
        read_county(text.encode(), is_csv=is_csv)
    return caught.value.faults


def test_gavleborg_as_shipped_fills_an_empty_installation() -> None:
    call_command("setup_county", SHIPPED)

    codes = dict(Municipality.objects.values_list("name", "code"))
    assert codes == {
        "Gävle": "2180",
        "Sandviken": "2181",
        "Söderhamn": "2182",
        "Bollnäs": "2183",
        "Hudiksvall": "2184",
        "Ovanåker": "2121",
        "Nordanstig": "2132",
        "Ljusdal": "2161",
        "Ockelbo": "2101",
        "Hofors": "2104",
    }
    assert Municipality.objects.on_map().count() == 10
    assert Area.objects.count() == 3
    assert Principal.objects.count() == 11
    strip = CrisisLine.objects.filter(in_strip=True).values_list("number", flat=True)
    assert list(strip) == ["112", "1177", "90101"]


def test_a_second_run_changes_nothing() -> None:
    call_command("setup_county", SHIPPED)
    trail, stamps = TrailEntry.objects.count(), list(CacheStamp.objects.values_list("room", "value"))

    call_command("setup_county", SHIPPED)

    assert TrailEntry.objects.count() == trail
    assert list(CacheStamp.objects.values_list("room", "value")) == stamps


def test_another_county_starts_from_its_own_csv(tmp_path: Path) -> None:
    _run(tmp_path, OTHER, "skogslan.csv")

    assert list(Municipality.objects.in_order().values_list("name", flat=True)) == ["Granköping", "Tallånger"]
    assert Unit.objects.get().municipality == Municipality.objects.get(slug="tallanger")
    assert CrisisLine.objects.get().owner == "Samordnaren"


def test_municipalities_change_places_on_the_map(tmp_path: Path) -> None:
    text = (
        "områden:\n  - namn: Söder\nkommuner:\n"
        "  - {{namn: Ett, område: Söder, kolumn: {0}, rad: 1}}\n"
        "  - {{namn: Två, område: Söder, kolumn: {1}, rad: 1}}\n"
    )
    _run(tmp_path, text.format(1, 2))

    _run(tmp_path, text.format(2, 1))

    assert list(Municipality.objects.order_by("tile_column").values_list("name", flat=True)) == ["Två", "Ett"]


def test_a_row_with_its_old_address_is_renamed_not_doubled(tmp_path: Path) -> None:
    _run(tmp_path, "områden:\n  - namn: Söder\n")

    _run(tmp_path, "områden:\n  - {namn: Södra bygden, adress: soder}\n")

    assert Area.objects.get().name == "Södra bygden"


def test_a_new_row_takes_the_address_the_file_names(tmp_path: Path) -> None:
    for _ in range(2):
        _run(tmp_path, "områden:\n  - {namn: Södra bygden, adress: syd}\n")

    assert Area.objects.get().slug == "syd"


def test_a_later_check_of_a_number_is_kept(tmp_path: Path) -> None:
    _run(tmp_path, OTHER, "skogslan.csv")
    CrisisLine.objects.update(verified_on="2026-11-01")

    _run(tmp_path, OTHER, "skogslan.csv")

    assert str(CrisisLine.objects.get().verified_on) == "2026-11-01"


def test_one_wrong_row_means_that_nothing_is_written(tmp_path: Path) -> None:
    text = (
        "områden:\n  - namn: Söder\nkommuner:\n  - {namn: Ett, område: Norr}\n  - {namn: Två, område: Väst}\n"
    )

    with pytest.raises(CommandError) as caught:
        _run(tmp_path, text)

    assert "Inget är ändrat" in str(caught.value)
    assert "Rad 4, kommuner, Ett: området ”Norr” finns inte" in str(caught.value)
    assert "Rad 5, kommuner, Två" in str(caught.value)
    assert not Area.objects.exists()
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Filen är tom"),
        ("bara text", "ska börja med rubriker"),
        ("a: [", "går inte att läsa som YAML"),
        ("städer: []", "Rad 1: rubriken ”städer” känns inte igen"),
        ("områden: Söder", "Rad 1: under områden ska det stå en lista"),
        ("områden:\n  - Söder", "Rad 2, områden: skriv varje uppgift som nyckel"),
        ("områden:\n  - namn: [1]", "Rad 2, områden: värdet ska vara en enkel text"),
        ("områden:\n  - namn: A\n    färg: grön", "Rad 3, områden: ”färg” känns inte igen"),
        ("områden:\n  - ordning: 1", "Rad 2, områden: namn saknas"),
        ("områden:\n  - {namn: A, ordning: -1}", "ordning ska vara ett helt tal"),
        ("områden:\n  - {namn: A, ordning: 9999999}", "ordning ska vara ett helt tal"),
        ("områden:\n  - {namn: " + "x" * 81 + "}", "får ha högst 80 tecken, men har 81"),
        ("områden:\n  - namn: A\n  - namn: a", "Rad 3, områden, a: finns redan på rad 2"),
        ("huvudmän:\n  - {namn: A, slag: stad}", "slag ska vara region eller kommun"),
    ],
)
def test_each_fault_is_told_with_its_line(text: str, fault: str) -> None:
    assert any(fault in told for told in _faults(text))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("namn;kod\nA;1", "kolumnen ”typ” saknas"),
        ("typ;namn\nstad;A", "Rad 2: typ är ”stad”"),
        ("typ;namn;kod\nområde;A;1", "”kod” känns inte igen"),
        ('typ;namn\nområde;"' + "x" * 140_000 + '"', "raden går inte att läsa"),
    ],
)
def test_faults_in_a_csv_are_told_with_their_line(text: str, fault: str) -> None:
    assert any(fault in told for told in _faults(text, is_csv=True))


def test_a_number_that_is_closed_or_odd_is_refused(tmp_path: Path) -> None:
    closed = OTHER.replace(";1177;", ";0771-22 00 60;")

    with pytest.raises(CommandError, match="linjen är nedlagd"):
        _run(tmp_path, closed, "lan.csv")
    assert any(
        "kontrollerat ska vara ett datum" in f
        for f in _faults(OTHER.replace("2026-10-01", "nyss"), is_csv=True)
    )


def test_other_files_are_turned_away(tmp_path: Path) -> None:
    binary = tmp_path / "bild.yaml"
    binary.write_bytes(b"\xff\xd8\xff\xe0")
    large = tmp_path / "stor.yaml"
    large.write_text("#" * 600_000)

    with pytest.raises(CommandError, match="UTF-8"):
        call_command("setup_county", binary)
    with pytest.raises(CommandError, match="för stor"):
        call_command("setup_county", large)
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("setup_county", tmp_path / "finns-inte.yaml")
