"""How long edits, differences, checks and captions take on large lessons; run by hand.

    python tests/benchmarks/bench_model.py

Prints the median and the worst of each, in processor time (a busy machine does not count), beside the target.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace

from edupulse_desktop.document.document import Document
from edupulse_desktop.edits.lines import DeleteLines, InsertLines, MoveLines, SetLineText
from edupulse_desktop.edits.script import ReplaceScript, Script
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.branching import Graph
from edupulse_desktop.model.captions import cues
from edupulse_desktop.model.cast import Character, Voice
from edupulse_desktop.model.changes import diff
from edupulse_desktop.model.checks import problems
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, Exit
from edupulse_desktop.model.ids import CharacterId, ChoiceId, LessonId, LineId, SceneId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, Word
from edupulse_desktop.model.play_throughs import play_throughs
from edupulse_desktop.model.scene import Scene

ANNA = Character(CharacterId("p-anna"), "Anna", voice=Voice("espeak", "en-gb"))
SOUND = asset_of(b"sound", AssetKind.SOUND, "audio/wav")
TEXT = "Line {}: first we wash our hands for a full minute, then we dry them with care and put on gloves."


def line(number: int) -> Line:
    """Build a voiced line with word timings."""
    text = TEXT.format(number)
    words, at = [], 0
    for index, word in enumerate(text.split()):
        at = text.index(word, at)
        words.append(Word(at, at + len(word), index * 300, index * 300 + 280))
        at += len(word)
    plain = Line(LineId(f"l-{number}"), ANNA.id, text)
    asked = plain.request({ANNA.id: ANNA}, "en")
    take = Take(TakeId(f"t-{number}"), asked, SOUND, 300 * len(words), tuple(words))
    return replace(plain, takes=(take,), chosen=take.id)


def way_out(number: int, count: int) -> Exit:
    """Build an exit: every third scene asks, and may lead back; the last ends the lesson."""
    if number == count - 1:
        return End()
    on, back = SceneId(f"s-{number + 1}"), SceneId(f"s-{max(0, number - 5)}")
    if number % 3:
        return Continue(on)
    right = Choice(ChoiceId(f"c-{number}-1"), "Yes", correct=True, points=1, to=on)
    return Breakpoint("What now?", (right, Choice(ChoiceId(f"c-{number}-2"), "No", feedback="No.", to=back)))


def lesson(scenes: int, lines: int) -> Lesson:
    """Build a lesson of so many scenes that share so many lines."""
    each = lines // scenes
    return Lesson(
        LessonId("lesson-big"),
        cast=(ANNA,),
        start=SceneId("s-0"),
        scenes=tuple(
            Scene(
                SceneId(f"s-{number}"),
                f"Scene {number}",
                tuple(line(number * each + index) for index in range(each)),
                way_out(number, scenes),
            )
            for number in range(scenes)
        ),
    )


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds some work takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1_000


def report(name: str, times_ms: Iterable[float], target: str) -> None:
    """Print one row."""
    times = list(times_ms)
    print(f"{name:<44} median {statistics.median(times):9.3f} ms   worst {max(times):9.3f} ms   {target}")


def bench_edits(whole: Lesson) -> None:
    """Edit lines all over the lesson, through the document: apply, remember, compare, tell."""
    document = Document(whole)
    names = [each.id for _, each in whole.lines()]
    spread = names[:: len(names) // 200]

    def typed(name: LineId) -> float:
        document.seal()
        return timed(lambda: document.do(SetLineText(name, "Changed.")))

    report("edit one line (do: apply, diff, tell)", [typed(name) for name in spread], "< 1 ms")
    report("undo", [timed(document.undo) for _ in spread], "")
    scene, other = whole.scenes[3].id, whole.scenes[-3].id
    report(
        "insert a line",
        [timed(lambda: InsertLines(scene, (Line(LineId("x")),)).apply(whole)) for _ in range(20)],
        "< 1 ms",
    )
    report(
        "delete ten lines",
        [timed(lambda: DeleteLines(tuple(names[:100:10])).apply(whole)) for _ in range(20)],
        "",
    )
    report("move a line", [timed(lambda: MoveLines((names[7],), other).apply(whole)) for _ in range(20)], "")


def bench_derived(whole: Lesson) -> None:
    """Derive what panels and workflows ask for."""
    anew = lesson(len(whole.scenes), sum(1 for _ in whole.lines()))
    changed = whole.with_line(replace(anew.scenes[9].lines[0], text="Changed."))
    report("difference after one edit", [timed(lambda: diff(whole, changed)) for _ in range(50)], "")
    report("difference, every object new but equal", [timed(lambda: diff(whole, anew)) for _ in range(5)], "")
    replaced = ReplaceScript(Script((), anew.scenes)).apply(replace(whole, scenes=(), start=None))
    emptied = replace(whole, scenes=(), start=None)
    report("difference, every line added", [timed(lambda: diff(emptied, replaced)) for _ in range(5)], "")
    report("checks", [timed(lambda: problems(whole)) for _ in range(5)], "< 150 ms")
    report(
        "captions of every scene",
        [timed(lambda: [cues(whole, each) for each in whole.scenes]) for _ in range(3)],
        "",
    )
    report("play-throughs", [timed(lambda: play_throughs(whole, Graph(whole))) for _ in range(3)], "")


def bench_graph() -> None:
    """Derive the branch graph of a very large lesson."""
    whole = lesson(10_000, 0)

    def graph() -> None:
        found = Graph(whole)
        _ = (found.reachable, found.finishing, found.dead_ends, found.joins, found.loops_without_exit)

    report("branch graph of 10,000 scenes", [timed(graph) for _ in range(5)], "< 200 ms")


def bench_memory(whole: Lesson) -> None:
    """Remember a thousand edits."""
    document = Document(whole)
    names = [each.id for _, each in whole.lines()]
    tracemalloc.start()
    for name in names[:1_000]:
        document.do(SetLineText(name, "Changed."))
    size_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{'memory of a remembered edit':<44} {size_bytes / 1_000 / 1_024:9.2f} KiB")


def main() -> None:
    """Run everything."""
    for scenes in (200, 500):
        print(f"\n{scenes} scenes, 4,000 lines")
        whole = lesson(scenes, 4_000)
        bench_edits(whole)
        bench_derived(whole)
        bench_memory(whole)
    print()
    bench_graph()


if __name__ == "__main__":
    main()
