"""The dictionary's file: made when it is missing or broken, and done without where nothing can be written."""

import os
import time

import pytest

from tillit.search import dictionary as module

MEETING = "möte"


@pytest.fixture(scope="module")
def made():
    """It takes some seconds: once for all tests here."""
    return module._made()


@pytest.fixture
def folder(settings, tmp_path, monkeypatch, made):
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(module, "_made", lambda: made)
    module.dictionary.cache_clear()
    yield settings.VAR_DIR
    module.dictionary.cache_clear()


def test_file_is_made_once_and_read_by_the_next(folder, monkeypatch):
    assert module.dictionary().get("mötet") == MEETING
    assert len(list(folder.iterdir())) == 1

    module.dictionary.cache_clear()
    monkeypatch.setattr(module, "_made", None)

    assert module.dictionary().get("mötena") == MEETING
    assert module.dictionary().get("finnsinteord") is None


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="half of it"),
        pytest.param(lambda whole: whole[:1_000_000] + bytes(500_000) + whole[1_500_000:], id="with a gap"),
    ],
)
def test_broken_file_is_made_anew(folder, broken):
    module.dictionary()
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(broken(whole))
    module.dictionary.cache_clear()

    assert module.dictionary().get("mötet") == MEETING
    assert file.read_bytes() == whole
    assert list(folder.iterdir()) == [file]


def test_nothing_needs_to_be_written_but_it_is_told(folder, caplog):
    folder.write_text("no folder")

    assert module.dictionary().get("mötet") == MEETING
    assert "Ordboken kunde inte sparas" in caplog.text


def test_what_was_left_behind_is_taken_away_but_not_what_is_being_written(folder):
    folder.mkdir()
    old, new = folder / "ordbok-1-1.9.9.marisa", folder / "ordbok-1-2.0.0abcd"
    old.touch()
    new.touch()
    long_ago = time.time() - 2 * module.UNFINISHED.total_seconds()
    os.utime(old, (long_ago, long_ago))

    module.dictionary()

    assert not old.exists()
    assert new.exists()
