/* One viewer's way through the lesson: the rules of edupulse_desktop/model/walk.py, in the manifest's words.
 *
 * A walk is a plain value {visits, given, stuck}; every step returns a new one. A test holds these rules
 * against the Python ones over many random lessons.
 */
(function (EduPulse) {
  "use strict";

  function sceneOf(lesson, id) {
    return lesson.scenes.find((scene) => scene.id === id) ?? null;
  }

  function begin(lesson) {
    return sceneOf(lesson, lesson.start)
      ? { visits: [lesson.start], given: [], stuck: false }
      : { visits: [], given: [], stuck: true };
  }

  function at(walk) {
    return walk.visits.length ? walk.visits[walk.visits.length - 1] : null;
  }

  function present(lesson, walk) {
    return walk.visits.length ? sceneOf(lesson, at(walk)) : null;
  }

  /* The answer that counts for each scene is its latest final one. */
  function counting(walk) {
    const latest = new Map();
    for (const given of walk.given) if (given.final) latest.set(given.scene, given);
    return [...latest.values()];
  }

  function score(walk) {
    return counting(walk).reduce((sum, given) => sum + given.points, 0);
  }

  function isMet(condition, walk) {
    switch (condition.kind) {
      case "score-at-least": return score(walk) >= condition.points;
      case "visited": return walk.visits.includes(condition.scene);
      case "chose": return counting(walk).some((given) => given.chosen.includes(condition.choice));
      case "not": return !isMet(condition.condition, walk);
      case "all-of": return condition.conditions.every((each) => isMet(each, walk));
      case "any-of": return condition.conditions.some((each) => isMet(each, walk));
      default: return false;
    }
  }

  function ending(lesson, walk) {
    const scene = present(lesson, walk);
    return scene && !walk.stuck && scene.exit.kind === "end" ? scene.exit : null;
  }

  function question(lesson, walk) {
    const scene = present(lesson, walk);
    return scene && !walk.stuck && scene.exit.kind === "question" ? scene.exit : null;
  }

  function offered(asked, walk) {
    return asked.choices.filter((choice) => choice.condition === null || isMet(choice.condition, walk));
  }

  function attemptsUsed(walk) {
    let used = 0;
    for (let index = walk.given.length - 1; index >= 0; index -= 1) {
      const given = walk.given[index];
      if (given.scene !== at(walk) || given.final) break;
      used += 1;
    }
    return used;
  }

  /* None (null) is without limit. */
  function attemptsLeft(asked, walk) {
    return asked.attempts === null ? null : Math.max(0, asked.attempts - attemptsUsed(walk));
  }

  function hasRightAnswer(asked) {
    return asked.choices.some((choice) => choice.correct);
  }

  function isUnanswerable(asked, walk) {
    return asked.asks !== "short-text" && offered(asked, walk).length === 0;
  }

  function proceed(lesson, walk) {
    const scene = present(lesson, walk);
    if (!scene || walk.stuck) return walk;
    const exit = scene.exit;
    if (exit.kind === "continue") {
      const route = exit.routes.find((each) => isMet(each.condition, walk));
      return enter(lesson, walk, route ? route.to : exit.to);
    }
    if (exit.kind === "question" && isUnanswerable(exit, walk)) {
      return enter(lesson, walk, exit.wrong_to || exit.right_to);
    }
    return walk;
  }

  /* An answer is {choices: [ids], text, timedOut}. */
  function give(lesson, walk, answer) {
    const asked = question(lesson, walk);
    if (!asked || isUnanswerable(asked, walk)) return walk;
    const given = judge(asked, walk, answer);
    const answered = { ...walk, given: [...walk.given, given] };
    return given.final ? enter(lesson, answered, given.to) : answered;
  }

  function judge(asked, walk, answer) {
    const choices = offered(asked, walk);
    const chosen = chosenOf(asked, choices, answer);
    const right = hasRightAnswer(asked) ? isRight(asked, choices, chosen) : null;
    const left = attemptsLeft(asked, walk);
    const final = right !== false || answer.timedOut || (left !== null && left <= 1);
    return {
      scene: at(walk),
      text: answer.text,
      timedOut: answer.timedOut,
      chosen: chosen.map((choice) => choice.id),
      right,
      points: chosen.reduce((sum, choice) => sum + choice.points, 0),
      final,
      to: final ? target(asked, chosen, right) : null,
    };
  }

  function accepts(choice, text) {
    const said = plain(text);
    return said !== "" && [choice.text, ...choice.accepts].some((each) => plain(each) === said);
  }

  /* White space as Python's str.split() knows it; JavaScript's \s lacks U+001C-1F and U+0085 and adds U+FEFF. */
  const WHITE_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

  function plain(text) {
    const words = text.normalize("NFC").toLowerCase().split(WHITE_SPACE).filter((word) => word !== "");
    return words.join(" ").replace(/^[.!?,;: ]+/, "").replace(/[.!?,;: ]+$/, "");
  }

  function chosenOf(asked, choices, answer) {
    if (answer.timedOut) return choices.filter((choice) => choice.id === asked.default_choice);
    if (asked.asks === "short-text") return choices.filter((choice) => accepts(choice, answer.text)).slice(0, 1);
    const picked = choices.filter((choice) => answer.choices.includes(choice.id));
    return asked.asks === "several-correct" ? picked : picked.slice(0, 1);
  }

  function isRight(asked, choices, chosen) {
    if (asked.asks !== "several-correct") return chosen.length > 0 && chosen[0].correct;
    const correct = choices.filter((choice) => choice.correct);
    return correct.length === chosen.length && correct.every((choice) => chosen.includes(choice));
  }

  function target(asked, chosen, right) {
    if (chosen.length === 1 && asked.asks !== "several-correct" && chosen[0].to !== null) return chosen[0].to;
    return right === false ? asked.wrong_to : asked.right_to;
  }

  function enter(lesson, walk, to) {
    return sceneOf(lesson, to) ? { ...walk, visits: [...walk.visits, to] } : { ...walk, stuck: true };
  }

  /* Every scene that may come next: one after a scene without a question, else every target of the question. */
  function possibleNext(lesson, walk) {
    const scene = present(lesson, walk);
    if (!scene || walk.stuck || scene.exit.kind === "end") return [];
    const asked = question(lesson, walk);
    if (!asked || isUnanswerable(asked, walk)) {
      const after = proceed(lesson, walk);
      return after.stuck ? [] : [at(after)];
    }
    const named = [...offered(asked, walk).map((choice) => choice.to), asked.right_to, asked.wrong_to];
    return [...new Set(named)].filter((id) => sceneOf(lesson, id));
  }

  EduPulse.walk = {
    accepts, at, attemptsLeft, attemptsUsed, begin, counting, ending, give, hasRightAnswer, isMet,
    isUnanswerable, offered, plain, possibleNext, present, proceed, question, sceneOf, score,
  };
})((globalThis.EduPulse ??= {}));
