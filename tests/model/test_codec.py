import pytest

from edupulse_desktop.model.codec import CodecError, canonical, from_plain, to_plain
from edupulse_desktop.model.exits import AllOf, Chose, Continue, Not, Route, ScoreAtLeast, Visited
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from tests.builders import ask, choice, lesson, line, scene


def a_lesson() -> Lesson:
    condition = AllOf((ScoreAtLeast(3), Not(Visited(SceneId("b"))), Chose(ChoiceId("c-x"))))
    return lesson(
        scene(
            "a",
            line("Hello"),
            exit=ask("Why?", choice("So", "b", condition=condition), choice("No", correct=True)),
        ),
        scene("b", line("Bye"), exit=Continue(SceneId("a"), (Route(condition, SceneId("b")),))),
    )


def test_a_lesson_survives_json() -> None:
    whole = a_lesson()
    assert from_plain(Lesson, to_plain(whole)) == whole


def test_defaults_are_not_written() -> None:
    plain = to_plain(lesson(scene("a")))
    assert isinstance(plain, dict)
    assert "language" not in plain


def test_equal_values_have_one_canonical_text() -> None:
    assert canonical(a_lesson()) == canonical(a_lesson())
    assert canonical(a_lesson()) != canonical(lesson(scene("a")))


@pytest.mark.parametrize(
    "bad", [{}, {"id": 3}, {"id": "l", "scenes": {}}, {"id": "l", "state": "lost"}, [], None]
)
def test_data_that_does_not_fit_is_refused_with_its_place(bad: object) -> None:
    with pytest.raises(CodecError, match="Lesson"):
        from_plain(Lesson, bad)  # type: ignore[arg-type]


def test_unknown_fields_of_a_newer_program_are_passed_over() -> None:
    plain = to_plain(lesson(scene("a")))
    assert isinstance(plain, dict)
    assert from_plain(Lesson, plain | {"hologram": 1}) == lesson(scene("a"))


def test_data_nested_beyond_reason_is_refused() -> None:
    deep: dict[str, object] = {"is": "Visited", "scene": "a"}
    for _ in range(5_000):
        deep = {"is": "Not", "condition": deep}
    with pytest.raises(CodecError, match="nested too deeply"):
        from_plain(Not, {"condition": deep})  # type: ignore[dict-item]
