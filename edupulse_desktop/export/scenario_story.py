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


def name_of(scene: Scene) -> str:
    """Return a scene's title in quotation marks, for sentences."""
    return f"“{scene.title or scene.id}”"


class _Teller:
    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._by_id = {scene.id: scene for scene in lesson.scenes}
        self._order = {scene.id: number for number, scene in enumerate(lesson.scenes)}
        reached = {to for scene in lesson.scenes for to in targets(scene.exit)}
        self._heads = [
            scene.id for scene in lesson.scenes if scene.id not in reached and scene.id != lesson.start
        ]
        self._told: set[SceneId] = set()
        self._deviations: dict[str, None] = {}

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
                back = name_of(self._by_id[at])
                self._deviate(
                    f"After {name_of(scene)} the lesson goes back to {back}; the web app ends there."
                )
                at = None
        self._tell_left_out()
        return Story(tuple(steps), tuple(self._deviations))

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
                        f"The ways out of {name_of(scene)} that depend on points or on what was visited."
                    )
                return to
            case Breakpoint() as asked:
                right = [choice for choice in asked.choices if choice.correct] or list(asked.choices[:1])
                return (target_of(asked, right[0]) if right else None) or asked.right_to

    def _chain(self, start: SceneId) -> list[SceneId]:
        """Return the scenes from one on, until an ending or until the story would come round again."""
        chain: list[SceneId] = []
        at: SceneId | None = start
        while at is not None and at in self._by_id and at not in chain and at not in self._told:
            chain.append(at)
            at = self._onward(self._by_id[at])
        return chain

    def _fork(self, asked: Breakpoint) -> tuple[tuple[Branch, ...], SceneId | None]:
        """Return the branches of a question and the scene where the main line goes on."""
        ends = [each for each in targets(asked) if each in self._by_id]
        chains = {end: chain for end in ends if (chain := self._chain(end))}
        ways_on = [chain for chain in chains.values() if not self._comes_round(chain)]
        join = _meeting(ways_on or list(chains.values())) or self._way_of_questions(asked, chains)
        for end in ends:
            if end not in chains:
                self._deviate(
                    f"The way back to {name_of(self._by_id[end])} from the question “{asked.question}”."
                )
        for head in self._heads if join is not None else []:
            chain = self._chain(head)
            if head not in self._told and join in chain:
                chains.setdefault(head, chain)
        branches = [self._branch(chain, join) for head, chain in chains.items() if head != join]
        branches.sort(key=lambda branch: self._order[branch.head])
        for branch in branches:
            self._told.update(scene.id for scene in branch.scenes)
        return tuple(branches), join

    def _way_of_questions(self, asked: Breakpoint, chains: dict[SceneId, list[SceneId]]) -> SceneId | None:
        """Return where the right answer leads if more is asked there: only the main line can ask."""
        right = next((target_of(asked, choice) for choice in asked.choices if choice.correct), None)
        chain = chains.get(right, []) if right is not None else []
        asks = any(isinstance(self._by_id[each].exit, Breakpoint) for each in chain)
        return right if asks else None

    def _branch(self, chain: list[SceneId], join: SceneId | None) -> Branch:
        inside = chain[: chain.index(join)] if join in chain else chain
        branch = Branch(tuple(self._by_id[each] for each in inside))
        for scene in branch.scenes:
            if isinstance(scene.exit, Breakpoint):
                self._deviate(
                    f"The question “{scene.exit.question}” lies inside the branch {name_of(branch.scenes[0])}; "
                    "the web app does not ask it and plays what follows the right answer."
                )
        if join not in chain:
            self._tell_parting(branch.scenes[-1], join)
        return branch

    def _tell_parting(self, last: Scene, join: SceneId | None) -> None:
        """Tell what happens to a branch that does not come to the scene where the main line goes on."""
        then = f"goes on with {name_of(self._by_id[join])}" if join is not None else "ends there"
        back = self._onward(last)
        if back in self._by_id:
            self._deviate(
                f"After {name_of(last)} the lesson goes back to {name_of(self._by_id[back])}; the web app {then}."
            )
        elif not isinstance(last.exit, End):
            self._deviate(f"{name_of(last)} has no way on; the web app {then}.")
        elif join is not None:
            self._deviate(f"The lesson ends after {name_of(last)}; the web app {then}.")

    def _comes_round(self, chain: list[SceneId]) -> bool:
        """Whether the story comes back to a scene it has told, instead of going on."""
        return self._onward(self._by_id[chain[-1]]) in self._by_id

    def _tell_left_out(self) -> None:
        left_out = [name_of(scene) for scene in self._lesson.scenes if scene.id not in self._told]
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
