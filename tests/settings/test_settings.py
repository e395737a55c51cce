import json
import logging
from pathlib import Path

import pytest

from edupulse_desktop.errors import SettingsError, StorageError
from edupulse_desktop.settings.file import Settings
from edupulse_desktop.settings.schema import Values, every_setting


def test_every_setting_has_a_meaning_and_its_default_is_allowed() -> None:
    for setting in every_setting().values():
        assert setting.about.meaning.endswith(".")
        assert setting.problem(setting.default) == ""


def test_a_change_survives_and_is_told(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    heard: list[str] = []
    settings.changed.add(heard.append)
    settings.change("language", "de")
    assert heard == ["language"]
    assert Settings(tmp_path / "settings.json").values.language == "de"


@pytest.mark.parametrize(
    ("name", "value"), [("voice", "x"), ("speaker", "nobody"), ("cache_limit_mb", 3), ("language", 3)]
)
def test_what_a_setting_cannot_be_is_refused_and_nothing_changes(
    tmp_path: Path, name: str, value: str | int
) -> None:
    settings = Settings(tmp_path / "settings.json")
    with pytest.raises(SettingsError, match=name):
        settings.change(name, value)
    assert settings.values == Values()
    assert not settings.path.exists()


def test_an_unreadable_file_is_kept_aside_and_the_defaults_are_used(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{ not json")
    settings = Settings(path)
    assert settings.values == Values()
    assert "settings.unreadable.json" in settings.repairs[0]
    assert (tmp_path / "settings.unreadable.json").read_text() == "{ not json"


def test_values_that_do_not_fit_are_passed_over_and_foreign_names_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"form": 1, "language": "fr", "cache_limit_mb": "lots", "hologram": True}))
    settings = Settings(path)
    assert settings.values.language == "fr"
    assert settings.values.cache_limit_mb == Values().cache_limit_mb
    assert len(settings.repairs) == 1
    settings.change("author", "Ada")
    assert json.loads(path.read_text())["hologram"] is True


def test_a_folder_that_cannot_be_written_is_a_clear_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    (tmp_path / "file").write_text("in the way")
    settings = Settings(tmp_path / "file" / "settings.json")
    with pytest.raises(StorageError):
        settings.change("author", "Ada")
    assert settings.values.author == ""
