"""The generator of random lessons says everything a lesson can say."""

from hypothesis import given, settings

from edupulse_desktop.model.codec import from_plain, to_plain
from edupulse_desktop.model.exits import Breakpoint, QuestionKind
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.walk import begin, ending, present_scene, proceed, question
from tests.lessons import lessons, random_lesson


def test_a_seed_is_a_lesson() -> None:
    assert random_lesson(7) == random_lesson(7)
    assert random_lesson(7) != random_lesson(8)


def test_a_hundred_seeds_hold_every_class_of_the_model() -> None:
    text = "".join(repr(random_lesson(seed)) for seed in range(100))
    said = ["ScoreAtLeast", "Visited", "Chose", "Not", "AllOf", "AnyOf", "End", "Continue", "Route", "Breakpoint", "Take", "Word", "Picture", "Motion", "Overlay", "Effect", "Music", "Place", "Pronunciation", "PictureRequest"]  # fmt: skip
    assert [name for name in said if f"{name}(" not in text] == []
    exits = [scene.exit for seed in range(100) for scene in random_lesson(seed).scenes]
    assert {each.kind for each in exits if isinstance(each, Breakpoint)} == set(QuestionKind)


def test_most_lessons_lead_somewhere() -> None:
    asked = ended = 0
    for seed in range(100):
        whole = random_lesson(seed)
        walk = begin(whole)
        for _ in range(20):
            walk = proceed(whole, walk)
        assert present_scene(whole, walk) is not None
        asked += question(whole, walk) is not None
        ended += ending(whole, walk) is not None
    assert asked > 30
    assert ended > 5


@settings(max_examples=50, deadline=None, derandomize=True)
@given(lessons())
def test_every_lesson_survives_json(whole: Lesson) -> None:
    assert from_plain(Lesson, to_plain(whole)) == whole
