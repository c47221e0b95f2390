"""Whose data is whose, when root keeps it outside the checkout."""

import os
import stat
from pathlib import Path

import pytest

from inflytande.embedded.places import EmbeddedServiceError, _passable_folder, _place_name, lasting_place


def claimed(var: Path, folder: Path) -> str:
    name = _place_name(var, folder, claim=True)
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "belongs-to").write_text(f"{var}\n")
    return name


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    assert _place_name(tmp_path / "var", tmp_path / "lib", claim=False) == ""
    assert list(tmp_path.iterdir()) == []


def test_a_checkout_keeps_its_place(tmp_path: Path) -> None:
    first = claimed(tmp_path / "var", tmp_path / "lib")

    assert claimed(tmp_path / "var", tmp_path / "lib") == first


def test_a_new_clone_in_an_old_ones_folder_starts_anew(tmp_path: Path) -> None:
    var = tmp_path / "var"
    first = claimed(var, tmp_path / "lib")
    (var / "embedded-place").unlink()

    assert claimed(var, tmp_path / "lib") != first


def test_a_copied_checkout_does_not_share_the_originals_data(tmp_path: Path) -> None:
    original, copy = tmp_path / "a" / "var", tmp_path / "b" / "var"
    first = claimed(original, tmp_path / "lib")
    copy.mkdir(parents=True)
    (copy / "embedded-place").write_text((original / "embedded-place").read_text())

    assert claimed(copy, tmp_path / "lib") != first
    assert claimed(original, tmp_path / "lib") == first


def test_a_moved_checkout_keeps_its_data(tmp_path: Path) -> None:
    first = claimed(tmp_path / "a" / "var", tmp_path / "lib")
    (tmp_path / "a").rename(tmp_path / "b")

    assert claimed(tmp_path / "b" / "var", tmp_path / "lib") == first


@pytest.mark.parametrize("text", ["../../etc", "short", "G" * 12])
def test_a_damaged_note_is_never_followed(tmp_path: Path, text: str) -> None:
    (tmp_path / "embedded-place").write_text(text)

    with pytest.raises(EmbeddedServiceError, match="is damaged: remove it to begin anew"):
        _place_name(tmp_path, tmp_path / "lib", claim=False)


@pytest.mark.parametrize("name", ["kort", "mina saker", "Åsas saker", "a,b", "50%+1", "l" * 90])
def test_an_ordinary_users_socket_has_an_address_that_every_program_understands(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    var = Path("/home/kim") / name / "var"

    sockets = str(lasting_place(var).sockets)

    assert set(sockets) <= set("abcdefghijklmnopqrstuvwxyz0123456789/-")
    assert len(f"{sockets}/.s.PGSQL.5432.lock") < 103
    assert lasting_place(var.parent / "another").sockets != lasting_place(var).sockets


def test_what_the_service_user_passes_through_is_open_whatever_roots_umask_is(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        _passable_folder(tmp_path / "inflytande")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "inflytande").stat().st_mode) == 0o755


def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir(mode=0o700)

    _passable_folder(tmp_path / "private")

    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o700
