"""A scenario becomes scenes, keeps its pictures, and no input ends in anything but a draft or a refusal."""

import base64
import contextlib
import json
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.errors import ImportRefused
from edupulse_desktop.imports.imported import Imported, ImportedAsset
from edupulse_desktop.imports.scenario import read_scenario
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.draft import DraftContinue, DraftEnd, DraftPicture, DraftQuestion

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)

KEYS = (
    "title script role dialogue image breakpoint branch_options type question options text isCorrect branchTarget "
    "base64 prompt url characters retryOnIncorrect other"
)
keys = st.sampled_from(KEYS.split())
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.just("data:image/png;base64,aaa"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)


def read(value: object) -> Imported:
    return read_scenario(json.dumps(value).encode(), "test.json")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.dictionaries(keys, anything, max_size=5), max_size=6))
def test_any_script_becomes_a_draft_that_can_be_played_or_is_refused(script: list[object]) -> None:
    try:
        draft = read({"title": "x", "script": script}).draft
    except ImportRefused:
        return
    scenes = {scene.key: scene for scene in draft.scenes}
    assert len(scenes) == len(draft.scenes)
    for scene in draft.scenes:
        assert scene.lines
        if isinstance(scene.exit, DraftContinue):
            assert scene.exit.to in scenes
        if isinstance(scene.exit, DraftQuestion):
            assert {scene.exit.right_to, scene.exit.wrong_to} <= scenes.keys()
            assert all(not choice.to or choice.to in scenes for choice in scene.exit.choices)
    assert isinstance(draft.scenes[-1].exit, DraftEnd)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ImportRefused):
        read_scenario(data, "noise.json")


@given(st.integers(0, 2000))
@settings(max_examples=120, deadline=None)
def test_a_file_cut_off_anywhere_is_refused_and_never_half_read(length: int) -> None:
    whole = json.dumps(
        {"title": "x", "script": [{"role": "N", "dialogue": f"Line {number}."} for number in range(60)]},
        indent=1,
    )
    cut = whole[: min(length, len(whole.rstrip()) - 1)]
    with pytest.raises(ImportRefused):
        read_scenario(cut.encode(), "cut.json")


def test_the_main_line_goes_on_after_the_branches() -> None:
    ask = {
        "question": "?",
        "options": [{"text": "a", "isCorrect": True, "branchTarget": "A"}, {"text": "b", "isCorrect": False}],
    }
    draft = read(
        {
            "title": "x",
            "script": [
                {"role": "N", "dialogue": "1", "breakpoint": ask},
                {"branch_options": [{"type": "A", "dialogue": [{"role": "N", "dialogue": "2"}]}]},
                {"role": "N", "dialogue": "3"},
            ],
        }
    ).draft
    main, branch, after = draft.scenes
    assert isinstance(main.exit, DraftQuestion)
    assert [choice.to for choice in main.exit.choices] == [branch.key, ""]
    assert main.exit.right_to == main.exit.wrong_to == after.key
    assert branch.exit == DraftContinue(after.key)
    assert branch.title == "A"


def test_a_question_may_be_tried_again_only_where_no_wrong_answer_has_a_branch() -> None:
    def attempts(*options: dict[str, object]) -> int | None:
        script = [{"role": "N", "dialogue": "1", "breakpoint": {"question": "?", "options": list(options)}}]
        group = {"branch_options": [{"type": "A", "dialogue": [{"role": "N", "dialogue": "2"}]}]}
        way_out = read({"title": "x", "script": [*script, group]}).draft.scenes[0].exit
        assert isinstance(way_out, DraftQuestion)
        return way_out.attempts

    right: dict[str, object] = {"text": "a", "isCorrect": True, "branchTarget": "A"}
    wrong: dict[str, object] = {"text": "b", "isCorrect": False, "retryOnIncorrect": True}
    assert attempts(right, wrong) is None
    assert attempts(right, {**wrong, "retryOnIncorrect": "false"}) == 1
    assert attempts(right, {**wrong, "branchTarget": "A"}) == 1
    assert attempts(wrong, wrong) == 1


def test_a_picture_is_kept_once_with_its_real_type() -> None:
    data = base64.b64encode(PNG).decode()
    imported = read({"script": [{"role": "N", "dialogue": "1", "image": {"base64": data}}] * 2})
    assert imported.assets == (ImportedAsset(asset_of(PNG, AssetKind.PICTURE, "image/png"), PNG),)


def test_a_picture_can_be_replaced_or_dropped_afterwards() -> None:
    picture = {"base64": base64.b64encode(PNG).decode(), "prompt": "a bed"}
    imported = read({"script": [{"role": "N", "dialogue": "1", "image": picture}]})
    old = imported.assets[0].ref
    new = ImportedAsset(asset_of(b"better", AssetKind.PICTURE, "image/jpeg"), b"better")
    replaced = imported.with_asset_replaced(old, new)
    assert replaced.draft.scenes[0].lines[0].picture == DraftPicture(new.ref, "a bed")
    assert replaced.assets == (new,)
    dropped = imported.with_asset_replaced(old, None)
    assert dropped.draft.scenes[0].lines[0].picture == DraftPicture(prompt="a bed")
    assert dropped.assets == ()
    bare = replace(imported, draft=replace(imported.draft))
    assert bare.with_note("Mended.").notes[-1] == "Mended."


def test_too_many_blocks_are_refused() -> None:
    with pytest.raises(ImportRefused, match="10,000 blocks"):
        read({"script": [{"role": "N", "dialogue": "x"}] * 10_001})


def test_a_long_loose_file_with_large_pictures_is_read_in_seconds() -> None:
    picture = base64.b64encode(PNG + bytes(1_500_000)).decode()
    block = {"role": "N", "dialogue": "Look at this, it's “new”.", "image": {"base64": picture}}
    text = "Here it is:\n" + json.dumps({"title": "Big", "script": [block] * 15}).replace("}]}", "},]}")
    begun = time.monotonic()
    imported = read_scenario(text.encode(), "big.txt")
    assert time.monotonic() - begun < 10
    assert len(imported.draft.scenes[0].lines) == 15
    assert len(imported.assets) == 1


def test_many_repairs_are_counted_and_not_all_listed() -> None:
    notes = read({"title": "x", "script": [{"dialogue": "x"}] * 500}).notes
    assert len(notes) == 201
    assert notes[-1] == "300 more repairs of the same kinds are not listed."
