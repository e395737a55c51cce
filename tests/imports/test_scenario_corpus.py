"""Every file in `scenarios/` gives the draft and the notes, or the message, stored beside it in `golden/`."""

import json
from pathlib import Path

import pytest

from edupulse_desktop.errors import ImportRefused
from edupulse_desktop.imports.detect import kind_of
from edupulse_desktop.imports.imported import Imported
from edupulse_desktop.imports.scenario import read_scenario
from edupulse_desktop.model.codec import Plain, from_plain, to_plain
from edupulse_desktop.model.draft import Draft, DraftContinue, DraftQuestion

HERE = Path(__file__).parent
FILES = sorted((HERE / "scenarios").iterdir())


def told(imported: Imported) -> dict[str, Plain]:
    assets: list[Plain] = [
        {"sha256": asset.ref.sha256, "media_type": asset.ref.media_type, "size_bytes": len(asset.data)}
        for asset in imported.assets
    ]
    return {"draft": to_plain(imported.draft), "assets": assets, "notes": list(imported.notes)}


def outcome(path: Path) -> dict[str, Plain]:
    try:
        return told(read_scenario(path.read_bytes(), path.name))
    except ImportRefused as refused:
        return {"message": refused.message, "hint": refused.hint}


def test_there_are_at_least_thirty_files() -> None:
    assert len(FILES) >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_has_its_stored_outcome(path: Path, update_golden: bool) -> None:
    golden = HERE / "golden" / f"{path.stem}.json"
    found = outcome(path)
    if update_golden:
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_draft_can_be_played(path: Path) -> None:
    try:
        imported = read_scenario(path.read_bytes(), path.name)
    except ImportRefused:
        return
    draft = imported.draft
    keys = [scene.key for scene in draft.scenes]
    assert len(keys) == len(set(keys))
    assert all(scene.lines and scene.title for scene in draft.scenes)
    named = {asset.ref for asset in imported.assets}
    speakers = {character.name for character in draft.characters}
    targets = []
    for scene in draft.scenes:
        assert all(line.speaker in speakers or (not line.speaker and not line.text) for line in scene.lines)
        shown = {line.picture.asset for line in scene.lines if line.picture and line.picture.asset}
        assert shown <= named
        match scene.exit:
            case DraftContinue(to=to):
                targets.append(to)
            case DraftQuestion(choices=choices, right_to=right, wrong_to=wrong):
                assert choices
                assert right
                assert wrong
                targets += [right, wrong, *(choice.to for choice in choices if choice.to)]
    assert set(targets) <= set(keys)
    assert from_plain(Draft, to_plain(draft)) == draft


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_told_to_be_a_scenario(path: Path) -> None:
    if path.name == "pdf_inside.json":
        with pytest.raises(ImportRefused, match="PDF"):
            kind_of(path.read_bytes(), path.name)
    else:
        assert kind_of(path.read_bytes(), path.name) == "scenario"
