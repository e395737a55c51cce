/* Whether the right answer is shown after a wrong one. The walk knows nothing of it: this is only what is said.
 *
 * The question's own rule comes first: "never"; "always", after every wrong answer, come what may; or
 * "after-last-attempt". To meet the question again because of the answer is an attempt more, so under the last rule
 * the right answer stays hidden
 * - with attempts left,
 * - if the way after the answer comes to the same question before any other,
 * - if it comes to another question first, and from there no end is reached without this one, or this one is
 *   reached again and would not be after a right answer.
 */
(function (EduPulse) {
  "use strict";

  const rules = EduPulse.walk;

  /* walk: as the answer has left it. */
  function isShown(lesson, asked, given, walk) {
    if (given.right !== false) return false;
    if (asked.show_correct === "always") return true;
    return asked.show_correct === "after-last-attempt" && given.final && !isAskedAgain(lesson, asked, given, walk);
  }

  function isAskedAgain(lesson, asked, given, walk) {
    const next = nextQuestion(lesson, walk);
    if (next === null || next === given.scene) return next !== null;
    if (!reached(lesson, [next]).has(given.scene)) return false;
    const isCertain = ![...reached(lesson, [next], given.scene)].some((id) => !targets(rules.sceneOf(lesson, id)).length);
    const afterRight = asked.choices.filter((choice) => choice.correct).map((choice) => choice.to ?? asked.right_to);
    return isCertain || !reached(lesson, afterRight).has(given.scene);
  }

  /* The scene whose question is asked next whatever the learner does, or null. */
  function nextQuestion(lesson, walk) {
    let at = walk;
    for (let step = 0; step <= lesson.scenes.length; step += 1) {
      const asked = rules.question(lesson, at);
      if (asked && !rules.isUnanswerable(asked, at)) return rules.at(at);
      const after = rules.proceed(lesson, at);
      if (after === at || after.stuck) return null;
      at = after;
    }
    return null;
  }

  /* The scenes to which some way leads from these, themselves included, without passing one. */
  function reached(lesson, from, without = null) {
    const found = new Set();
    const waiting = [...from];
    while (waiting.length) {
      const scene = rules.sceneOf(lesson, waiting.pop());
      if (!scene || scene.id === without || found.has(scene.id)) continue;
      found.add(scene.id);
      waiting.push(...targets(scene));
    }
    return found;
  }

  function targets({ exit }) {
    if (exit.kind === "end") return [];
    const named = exit.kind === "continue"
      ? [...exit.routes.map((route) => route.to), exit.to]
      : [...exit.choices.map((choice) => choice.to), exit.right_to, exit.wrong_to];
    return named.filter((id) => id !== null);
  }

  EduPulse.solution = { isShown };
})((globalThis.EduPulse ??= {}));
