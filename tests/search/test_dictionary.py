"""The dictionary's file: made when it is missing or broken, and done without where nothing can be written."""

import pytest

from tillit.search import dictionary as module

MEETING = "möte"


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
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


@pytest.mark.parametrize("content", [b"", b"half a file" * 100])
def test_broken_file_is_made_anew(folder, content):
    module.dictionary()
    (file,) = folder.iterdir()
    file.write_bytes(content)
    module.dictionary.cache_clear()

    assert module.dictionary().get("mötet") == MEETING
    assert len(file.read_bytes()) > 1_000_000
    assert list(folder.iterdir()) == [file]


def test_nothing_needs_to_be_written(folder):
    folder.write_text("no folder")

    assert module.dictionary().get("mötet") == MEETING
