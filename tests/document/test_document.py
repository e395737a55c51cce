from dataclasses import dataclass

import pytest

from edupulse_desktop.document.document import Document, News, NewsKind
from edupulse_desktop.document.history import History, Step
from edupulse_desktop.edits.edit import Batch, Edit
from edupulse_desktop.edits.lesson import SetTitle
from edupulse_desktop.edits.lines import DeleteLines, SetLineText, SetPause
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.ids import LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from tests.builders import lesson, line, scene

ONE, TWO = LineId("l-1"), LineId("l-2")


def a_document() -> Document:
    return Document(lesson(scene("a", line("Hello", id=ONE), line("Bye", id=TWO))))


def heard(document: Document) -> list[News]:
    news: list[News] = []
    document.listeners.add(news.append)
    return news


def typed(document: Document, *texts: str, line: LineId = ONE) -> None:
    for text in texts:
        document.do(SetLineText(line, text))


def test_an_edit_is_told_once_with_the_names_of_what_changed() -> None:
    document = a_document()
    before, news = document.lesson, heard(document)
    assert document.do(SetLineText(ONE, "Hi"))
    (told,) = news
    assert (told.before, told.after, told.label, told.kind) == (
        before,
        document.lesson,
        "Edit line",
        NewsKind.DONE,
    )
    assert told.changes.lines == {ONE}
    assert told.changes.scenes == frozenset()


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    document = a_document()
    news = heard(document)
    assert not document.do(SetLineText(ONE, "Hello"))
    assert news == []
    assert not document.can_undo


def test_an_edit_that_cannot_be_done_leaves_no_trace() -> None:
    document = a_document()
    before, news = document.lesson, heard(document)
    with pytest.raises(EditError, match="not in the lesson any more"):
        document.do(Batch((SetTitle("New"), SetLineText(LineId("l-gone"), "x")), "Both"))
    assert document.lesson is before
    assert news == []
    assert not document.can_undo


def test_undo_and_redo_hold_the_very_same_lessons() -> None:
    document = a_document()
    first = document.lesson
    document.do(DeleteLines((ONE,)))
    second = document.lesson
    news = heard(document)
    assert (document.undo_label, document.redo_label) == ("Delete line", "")
    assert document.undo()
    assert document.lesson is first
    assert (document.undo_label, document.redo_label) == ("", "Delete line")
    assert document.redo()
    assert document.lesson is second
    assert [(told.kind, told.label) for told in news] == [
        (NewsKind.UNDONE, "Delete line"),
        (NewsKind.REDONE, "Delete line"),
    ]


def test_nothing_to_undo_or_redo_does_nothing() -> None:
    document = a_document()
    news = heard(document)
    assert not document.undo()
    assert not document.redo()
    assert news == []


def test_a_new_edit_forgets_what_was_undone() -> None:
    document = a_document()
    document.do(SetTitle("Other"))
    document.undo()
    document.do(SetPause(ONE, 0))
    assert not document.can_redo


def test_a_burst_of_typing_is_one_step() -> None:
    document = a_document()
    first, news = document.lesson, heard(document)
    typed(document, "H", "Hi", "Hi ", "Hi you")
    assert [told.kind for told in news] == [NewsKind.DONE, *[NewsKind.MERGED] * 3]
    assert len(document.history.past) == 1
    document.undo()
    assert document.lesson is first


@pytest.mark.parametrize(
    "pause",
    [
        Document.seal,
        Document.mark_saved,
        lambda document: document.do(SetTitle("Other")),
        lambda document: typed(document, "Ciao", line=TWO),
        lambda document: (document.undo(), document.redo()),
    ],
)
def test_a_rest_or_another_edit_ends_the_burst(pause) -> None:  # type: ignore[no-untyped-def]
    document = a_document()
    typed(document, "H")
    document.seal()
    typed(document, "Hi")
    pause(document)
    steps = len(document.history.past)
    typed(document, "Hi you")
    assert len(document.history.past) == steps + 1


def test_edits_without_a_key_never_merge() -> None:
    document = a_document()
    document.do(DeleteLines((ONE,)))
    document.do(DeleteLines((TWO,)))
    assert len(document.history.past) == 2


def test_a_burst_that_ends_where_it_began_is_undone() -> None:
    document = a_document()
    first, news = document.lesson, heard(document)
    typed(document, "Hell", "Hello")
    assert document.lesson is first
    assert not document.can_undo
    assert news[-1].kind is NewsKind.UNDONE
    typed(document, "Hello!")
    assert document.undo_label == "Edit line"
    assert not document.can_redo


def test_saved_is_this_very_lesson() -> None:
    document = a_document()
    assert document.is_saved
    document.do(SetTitle("Other"))
    assert not document.is_saved
    document.mark_saved()
    document.do(SetTitle("Third"))
    document.undo()
    assert document.is_saved


def test_a_listener_may_look_but_not_edit() -> None:
    document = a_document()
    document.listeners.add(lambda _news: document.do(SetTitle("Mine")) and None)
    with pytest.raises(RuntimeError, match="listener"):
        document.do(SetLineText(ONE, "Hi"))
    assert document.lesson.line(ONE).text == "Hi"  # type: ignore[union-attr]
    assert document.undo_label == "Edit line"


def test_one_bad_listener_does_not_starve_the_others() -> None:
    document = a_document()

    def fail(_news: News) -> None:
        raise ValueError("broken panel")

    document.listeners.add(fail)
    news = heard(document)
    with pytest.raises(ValueError, match="broken panel"):
        document.do(SetTitle("Other"))
    assert len(news) == 1
    document.listeners.remove(fail)
    assert document.undo()


@dataclass(frozen=True)
class Rebuild(Edit):
    """An edit that makes an equal lesson anew."""

    label = "Rebuild"

    def apply(self, lesson: Lesson) -> Lesson:
        return Lesson(**{name: getattr(lesson, name) for name in lesson.__dataclass_fields__})


def test_an_equal_lesson_is_no_change() -> None:
    document = a_document()
    assert not document.do(Rebuild())
    assert not document.can_undo


def test_history_goes_on_where_the_project_file_left_it() -> None:
    old, now = lesson(scene("a"), title="Old"), lesson(scene("a"), title="Now")
    later = lesson(scene("a"), title="Later")
    history = History([Step("Rename lesson", old, now, "lesson title")], [Step("Rename lesson", now, later)])
    document = Document(now, history)
    document.do(SetTitle("New"))
    assert [step.after.title for step in history.past] == ["Now", "New"]
    document.undo()
    document.undo()
    assert document.lesson is old


def test_redo_of_a_seeded_future() -> None:
    now, later = lesson(scene("a"), title="Now"), lesson(scene("a"), title="Later")
    document = Document(now, History((), [Step("Rename lesson", now, later)]))
    assert document.redo_label == "Rename lesson"
    document.redo()
    assert document.lesson is later


def test_the_oldest_steps_are_forgotten() -> None:
    document = Document(lesson(scene("a")), History(limit=3))
    for number in range(5):
        document.do(SetTitle(f"Title {number}"))
        document.seal()
    assert [step.after.title for step in document.history.past] == ["Title 2", "Title 3", "Title 4"]
    while document.undo():
        pass
    assert document.lesson.title == "Title 1"
    assert [step.after.title for step in document.history.future] == ["Title 2", "Title 3", "Title 4"]


def test_remembering_an_edit_shares_what_did_not_change() -> None:
    whole = lesson(*(scene(f"s{number}", line("x", id=f"l{number}")) for number in range(50)))
    document = Document(whole)
    document.do(SetLineText(LineId("l7"), "y"))
    before, after = document.history.past[0].before, document.history.past[0].after
    assert sum(old is not new for old, new in zip(before.scenes, after.scenes, strict=True)) == 1
    assert after.scene(SceneId("s7")) is not before.scene(SceneId("s7"))
