"""JSON that people write is read; what has no single meaning is refused with its place."""

import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edupulse_desktop.imports.loose_json import DEEPEST, Json, NotJson, line_and_column, loose, strict

texts = st.text(st.characters(exclude_categories=("Cs",)))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values, st.sampled_from([None, 1]), st.booleans())
def test_strict_json_means_the_same_to_both_readers(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    if indent is None and any(sign in text for sign in ('\\"', '"')):
        text = json.dumps(value, indent=1, ensure_ascii=ascii_only)
    assert strict(text) == value
    if '\\"' not in text:
        assert loose(text).value == value


@pytest.mark.parametrize(
    ("text", "value", "repair"),
    [
        ("[1, 2,]", [1, 2], "commas too many"),
        ("[,1,,2]", [1, 2], "commas too many"),
        ("{'a': 'it's'}", {"a": "it's"}, "other quotation marks"),
        ("{“a”: „b“}", {"a": "b"}, "other quotation marks"),
        ('{a: "b"}', {"a": "b"}, "names of fields without quotation marks"),
        ('{"a": yes}', {"a": "yes"}, "text without quotation marks"),
        (
            '{"a": True, "b": None}',
            {"a": True, "b": None},
            "words of another language for true, false and null",
        ),
        ('["a"\n "b"]', ["a", "b"], "missing commas"),
        ('["http://x", 1] // end', ["http://x", 1], None),
        ("[1, /* two */ 3] ", [1, 3], "comments"),
        ('["say "hi", then go"]', ['say "hi", then go'], "quotation marks inside a text"),
        (r'["a\qb\/c\u00e9\ud83d\ude00"]', ["aqb/cé😀"], None),
        ("[1.5, -2e3, .5, 007]", [1.5, -2000.0, 0.5, 7], None),
        ("[123456789012345678901234567890]", [1.2345678901234568e29], None),
    ],
)
def test_each_repair_is_made_and_said(text: str, value: Json, repair: str | None) -> None:
    found = loose(text)
    assert found.value == value
    assert ([repair] if repair else []) == list(found.repairs)


@pytest.mark.parametrize(
    ("text", "place", "cut_off"),
    [
        ('{"a": [1, 2', (1, 12), True),
        ('{"a":\n "b', (2, 2), True),
        ("[1, 2}", (1, 6), False),
        ('{"a" 1}', (1, 6), False),
        ("{\n\n  : 1}", (3, 3), False),
        ('["a\\', (1, 4), True),
        ("", (1, 1), True),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    text: str, place: tuple[int, int], cut_off: bool
) -> None:
    with pytest.raises(NotJson) as failure:
        loose(text)
    assert line_and_column(text, failure.value.offset) == place
    assert failure.value.cut_off is cut_off


@pytest.mark.parametrize("levels", [DEEPEST + 1, 900, 200_000])
def test_deep_nesting_is_refused_by_both_readers(levels: int) -> None:
    text = "[" * levels + "]" * levels
    for read in (strict, loose):
        with pytest.raises(NotJson, match="levels deep"):
            read(text)


def test_the_deepest_allowed_nesting_is_read() -> None:
    text = "[" * DEEPEST + "]" * DEEPEST
    assert strict(text) == loose(text).value


@given(st.text(st.sampled_from("{}[],:\"'“”abc01 \n\\/*#-."), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = loose(text).value
    except NotJson:
        return
    json.dumps(value)


def test_numbers_without_a_value_become_none() -> None:
    assert strict("[NaN, Infinity, 1]") == [None, None, 1]
    assert cast(list[Json], strict("[" + "9" * 5000 + "]"))[0] == "9" * 5000
