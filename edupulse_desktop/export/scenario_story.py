"""A graph of scenes as the web app tells a story: a main line, questions, branches, and the main line again.

The format knows one level: after a question each answer may play one branch, then the main line goes on. This
module finds, for each question on the main line, the scene where its ways meet again, and what lies between.
What does not fit (loops, questions inside branches, endings inside branches, scenes nobody passes) is
told as a deviation, with names of scenes, and never guessed away.
"""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, QuestionKind, targets
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.naming import quoted
from edupulse_desktop.model.scene import Scene


@dataclass(frozen=True, slots=True)
class Branch:
    """Scenes that play one after the other when an answer leads to the first of them."""

    scenes: tuple[Scene, ...]

    @property
    def head(self) -> SceneId:
        """The scene an answer leads to."""
        return self.scenes[0].id


@dataclass(frozen=True, slots=True)
class Step:
    """One scene of the main line, and the branches its question leads to."""

    scene: Scene
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The main line.

    Args:
        deviations: what the graph says and the story cannot, one sentence each.
    """

    steps: tuple[Step, ...]
    deviations: tuple[str, ...]


def story_of(lesson: Lesson) -> Story:
    """Return a lesson as a main line with branches."""
    return _Teller(lesson).story()


def target_of(asked: Breakpoint, choice: Choice) -> SceneId | None:
    """Return where an answer leads when it is given alone."""
    if choice.to is not None and asked.kind is not QuestionKind.SEVERAL_CORRECT:
        return choice.to
    return asked.wrong_to if asked.has_right_answer and not choice.correct else asked.right_to


def scene_names(lesson: Lesson) -> dict[SceneId, str]:
    """Return how sentences call each scene: by its title in quotation marks, or else by its number."""
    return {
        scene.id: quoted(scene.title) if scene.title.strip() else f"scene {number}"
        for number, scene in enumerate(lesson.scenes, 1)
    }


class _Teller:
    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._by_id = {scene.id: scene for scene in lesson.scenes}
        self._order = {scene.id: number for number, scene in enumerate(lesson.scenes)}
        self._named = scene_names(lesson)
        self._told: set[SceneId] = set()
        self._deviations: dict[str, None] = {}
        self._unasked = self._unasked_branches()

    def story(self) -> Story:
        steps: list[Step] = []
        at = self._lesson.start
        while at is not None and at in self._by_id:
            scene = self._by_id[at]
            self._told.add(at)
            branches: tuple[Branch, ...] = ()
            if isinstance(scene.exit, Breakpoint):
                branches, at = self._fork(scene.exit)
            else:
                at = self._onward(scene)
            steps.append(Step(scene, branches))
            if at in self._told:
                back = self._named[at]
                self._deviate(
                    f"After {self._named[scene.id]} the lesson goes back to {back}; the web app ends there."
                )
                at = None
        self._tell_left_out()
        return Story(tuple(steps), tuple(self._deviations))

    def _unasked_branches(self) -> dict[SceneId, list[SceneId]]:
        """Return the scenes nothing leads to, by the first scene after them that something else leads to."""
        sources: dict[SceneId, set[SceneId]] = {}
        for scene in self._lesson.scenes:
            for to in targets(scene.exit):
                sources.setdefault(to, set()).add(scene.id)
        found: dict[SceneId, list[SceneId]] = {}
        for scene in self._lesson.scenes:
            if scene.id in sources or scene.id == self._lesson.start:
                continue
            chain = {scene.id}
            at = self._onward(scene)
            while at in self._by_id and at not in chain and sources[at] <= chain:
                chain.add(at)
                at = self._onward(self._by_id[at])
            if at in self._by_id and at not in chain:
                found.setdefault(at, []).append(scene.id)
        return found

    def _deviate(self, sentence: str) -> None:
        self._deviations[sentence] = None

    def _onward(self, scene: Scene) -> SceneId | None:
        """Return the scene that follows: the plain way on, or where the right answer leads."""
        match scene.exit:
            case End():
                return None
            case Continue(to=to, routes=routes):
                if routes:
                    self._deviate(
                        f"The ways out of {self._named[scene.id]} that depend on points or on what was visited."
                    )
                return to
            case Breakpoint() as asked:
                right = [choice for choice in asked.choices if choice.correct] or list(asked.choices[:1])
                return (target_of(asked, right[0]) if right else None) or asked.right_to

    def _chain(self, start: SceneId, join: SceneId | None) -> list[SceneId]:
        """Return the scenes from one on, before the join, an ending, or where the story comes round again."""
        chain: dict[SceneId, None] = {}
        at: SceneId | None = start
        while at is not None and at != join and at not in chain and self._is_new(at):
            chain[at] = None
            at = self._onward(self._by_id[at])
        return list(chain)

    def _is_new(self, scene: SceneId) -> bool:
        return scene in self._by_id and scene not in self._told

    def _ways(self, ends: list[SceneId]) -> tuple[list[list[SceneId]], SceneId | None]:
        """Follow the ways of a question in step; return them, and the scene where all of them have met."""
        ways = [[end] for end in ends]
        passed: dict[SceneId, int] = dict.fromkeys(ends, 1)
        under_way = list(ways)
        while under_way and len(ways) > 1:
            for way in tuple(under_way):
                at = self._onward(self._by_id[way[-1]])
                if at is None or not self._is_new(at) or (at in passed and at in way):
                    under_way.remove(way)
                    continue
                way.append(at)
                passed[at] = passed.get(at, 0) + 1
                if passed[at] == len(ways):
                    return ways, at
        return ways, ends[0] if len(ends) == 1 else None

    def _fork(self, asked: Breakpoint) -> tuple[tuple[Branch, ...], SceneId | None]:
        """Return the branches of a question and the scene where the main line goes on."""
        named = [each for each in targets(asked) if each in self._by_id]
        ends = [each for each in named if self._is_new(each)]
        for end in named:
            if end not in ends:
                self._deviate(f"The way back to {self._named[end]} from the question “{asked.question}”.")
        ways, join = self._ways(ends)
        if join is None:
            join = self._parting(asked, ways)
        heads = [*ends, *self._unasked.get(join, ())] if join is not None else ends
        branches = [self._branch(self._chain(head, join), join) for head in heads if head != join]
        branches.sort(key=lambda branch: self._order[branch.head])
        for branch in branches:
            self._told.update(scene.id for scene in branch.scenes)
        return tuple(branches), join

    def _parting(self, asked: Breakpoint, ways: list[list[SceneId]]) -> SceneId | None:
        """Return where the main line goes on though not all ways meet: where most do, or where more is asked."""
        ways_on = [way for way in ways if not self._comes_round(way)]
        return _meeting(ways_on or ways) or self._way_of_questions(asked, ways)

    def _way_of_questions(self, asked: Breakpoint, ways: list[list[SceneId]]) -> SceneId | None:
        """Return where the right answer leads if more is asked there: only the main line can ask."""
        right = next((target_of(asked, choice) for choice in asked.choices if choice.correct), None)
        way = next((way for way in ways if way[0] == right), [])
        asks = any(isinstance(self._by_id[each].exit, Breakpoint) for each in way)
        return right if asks else None

    def _branch(self, chain: list[SceneId], join: SceneId | None) -> Branch:
        branch = Branch(tuple(self._by_id[each] for each in chain))
        for scene in branch.scenes:
            if isinstance(scene.exit, Breakpoint):
                self._deviate(
                    f"The question “{scene.exit.question}” lies inside the branch {self._named[branch.head]}; "
                    "the web app does not ask it and plays what follows the right answer."
                )
        if join is None or self._onward(branch.scenes[-1]) != join:
            self._tell_parting(branch.scenes[-1], join)
        return branch

    def _tell_parting(self, last: Scene, join: SceneId | None) -> None:
        """Tell what happens to a branch that does not come to the scene where the main line goes on."""
        then = f"goes on with {self._named[join]}" if join is not None else "ends there"
        back = self._onward(last)
        if back in self._by_id:
            self._deviate(
                f"After {self._named[last.id]} the lesson goes back to {self._named[back]}; the web app {then}."
            )
        elif not isinstance(last.exit, End):
            self._deviate(f"{self._named[last.id]} has no way on; the web app {then}.")
        elif join is not None:
            self._deviate(f"The lesson ends after {self._named[last.id]}; the web app {then}.")

    def _comes_round(self, chain: list[SceneId]) -> bool:
        """Whether the story comes back to a scene it has told, instead of going on."""
        return self._onward(self._by_id[chain[-1]]) in self._by_id

    def _tell_left_out(self) -> None:
        left_out = [self._named[scene.id] for scene in self._lesson.scenes if scene.id not in self._told]
        if left_out:
            more = f" and {len(left_out) - 5} more" if len(left_out) > 5 else ""
            self._deviate(f"Scenes off the main line that do not fit in: {', '.join(left_out[:5])}{more}.")


def _meeting(chains: list[list[SceneId]]) -> SceneId | None:
    """Return the scene where most of the ways meet, the earliest such; none if no two do."""
    if len(chains) == 1:
        return chains[0][0]
    passed: dict[SceneId, list[int]] = {}
    for chain in chains:
        for place, scene in enumerate(chain):
            passed.setdefault(scene, []).append(place)
    met = [(len(places), -sum(places), scene) for scene, places in passed.items() if len(places) > 1]
    return max(met, key=lambda each: each[:2])[2] if met else None
