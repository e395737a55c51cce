/* The start, the ending, and the places where the way is lost. */
(function (EduPulse) {
  "use strict";

  const { address, button, icon, make, told } = EduPulse.elements;
  const { fill } = EduPulse.words;

  /* kept: title of the scene to go on from, or null; wishes: {start, resume}. */
  function start(words, lesson, kept, wishes) {
    const facts = lesson.lesson;
    const heading = told("h1", facts.title, { tabindex: "-1" });
    const begin = make("button", { type: "button", class: `${kept === null ? "primary" : "secondary"} large start`, click: wishes.start },
      icon(kept === null ? "play" : "restart"), make("span", { text: kept === null ? words.start : words.startOver }));
    const resume = kept === null ? null : make("button", { type: "button", class: "primary large resume", click: wishes.resume }, icon("play"), make("span", { text: words.resume }));
    const note = kept ? told("p", fill(words.resumeNote, { scene: kept }), { class: "kept" }) : null;
    const body = make("div", { class: "cover-body" },
      make("p", { class: "facts" }, ...factsOf(words, lesson).map((text) => make("span", {}, make("bdi", { text })))),
      heading,
      facts.description ? told("p", facts.description, { class: "description" }) : null,
      objectives(words, facts),
      cast(words, lesson),
      make("div", { class: "actions" }, resume, begin),
      note,
      facts.author ? told("p", fill(words.by, { author: facts.author }), { class: "author" }) : null);
    const first = EduPulse.walk.sceneOf(lesson, lesson.start);
    const poster = first?.poster ? make("img", { class: "cover-picture", src: address(first.poster), alt: "" }) : null;
    const still = poster ? make("img", { class: "cover-still", src: address(first.poster), alt: "" }) : null;
    const element = make("section", { class: `cover${poster ? "" : " plain"}`, "aria-label": words.start }, poster, make("div", { class: "cover-shade" }), body, still);
    return { element, heading };
  }

  function factsOf(words, lesson) {
    const minutes = Math.max(1, Math.round(lesson.scenes.reduce((sum, scene) => sum + scene.length_ms, 0) / 60000));
    const questions = lesson.scenes.filter((scene) => scene.exit.kind === "question").length;
    const endings = lesson.scenes.filter((scene) => scene.exit.kind === "end").length;
    return [words.minutes(minutes), questions ? words.questions(questions) : "", endings > 1 ? words.endings(endings) : ""].filter((text) => text);
  }

  function objectives(words, facts) {
    if (!facts.objectives.length) return null;
    return make("div", { class: "objectives" }, make("h2", { text: words.objectives }), make("ul", {}, ...facts.objectives.map((text) => told("li", text))));
  }

  function cast(words, lesson) {
    if (!lesson.cast.length) return null;
    const chips = lesson.cast.map((character) => {
      const dot = make("span", { class: "dot", "aria-hidden": "true" });
      dot.style.background = character.colour;
      return make("li", {}, dot, told("span", character.name));
    });
    return make("ul", { class: "cast", role: "list", "aria-label": words.cast }, ...chips);
  }

  /* wishes: {download, again, lastQuestion or null}. */
  function ending(words, lesson, walk, record, wishes) {
    const rules = EduPulse.walk;
    const end = rules.ending(lesson, walk);
    const kind = end.ending;
    const heading = told("h2", end.title || words[kind], { tabindex: "-1", id: "ending" });
    const body = make("div", { class: "ending-body" },
      make("span", { class: "seal", "aria-hidden": "true" }, icon(kind)),
      make("p", { class: "kicker", text: words.theEnd }),
      heading,
      end.message ? told("p", end.message, { class: "message" }) : null,
      result(words, lesson, walk),
      way(words, record),
      make("div", { class: "actions" },
        button("primary", "restart", words.again, wishes.again),
        wishes.lastQuestion ? button("secondary", "back", words.lastQuestion, wishes.lastQuestion) : null,
        button("secondary", "download", words.download, wishes.download)));
    return { element: make("section", { class: `panel ending is-${kind}`, "aria-labelledby": "ending" }, body), heading };
  }

  function countsPoints(lesson) {
    return lesson.pass_points !== null || lesson.scenes.some((scene) => scene.exit.kind === "question" && scene.exit.choices.some((choice) => choice.points !== 0));
  }

  function result(words, lesson, walk) {
    if (!countsPoints(lesson)) return null;
    const points = EduPulse.walk.score(walk);
    const row = make("div", { class: "result" }, make("strong", { class: "points", text: words.score(points) }));
    if (lesson.pass_points !== null) {
      const isPassed = points >= lesson.pass_points;
      row.append(
        make("span", { class: `mark ${isPassed ? "passed" : "not-passed"}` }, icon(isPassed ? "right" : "wrong"), make("span", { text: isPassed ? words.passed : words.notPassed })),
        make("span", { class: "needed", text: words.passMark(lesson.pass_points) }));
    }
    return row;
  }

  function way(words, record) {
    const answers = record.answers.filter((answer) => !answer.taken_back);
    if (!answers.length) return null;
    const items = answers.map((answer) => {
      const kind = answer.right === null ? "noted" : answer.right ? "right" : "wrong";
      const given = answer.text || answer.chosen.map((choice) => choice.text).join(" · ") || words.noAnswer;
      const verdict = { right: words.right, wrong: words.wrong, noted: words.noted }[kind];
      return make("li", { class: `is-${kind}` }, make("span", { class: "dot" }, icon(kind), make("span", { class: "unseen", text: verdict })),
        told("span", answer.question, { class: "asked" }), told("span", given, { class: "given" }));
    });
    return make("details", { class: "way" }, make("summary", { text: words.yourWay }), make("ol", {}, ...items));
  }

  /* wishes: {again, download, back or null}. */
  function stuck(words, walk, wishes) {
    const heading = make("h2", { tabindex: "-1", id: "stuck", text: words.stuckTitle });
    const element = make("section", { class: "panel ending is-stuck", "aria-labelledby": "stuck" }, make("div", { class: "ending-body" },
      make("span", { class: "seal", "aria-hidden": "true" }, icon("failure")),
      heading,
      make("p", { class: "message", text: walk.visits.length ? words.stuckMessage : words.noStart }),
      make("div", { class: "actions" },
        wishes.back ? button("primary", "back", words.back, wishes.back) : null,
        walk.visits.length ? button("secondary", "restart", words.again, wishes.again) : null,
        walk.visits.length ? button("secondary", "download", words.download, wishes.download) : null)));
    return { element, heading };
  }

  /* wishes: {retry, goOn}. */
  function filmFailed(words, scene, wishes) {
    const heading = make("h2", { tabindex: "-1", id: "failed", text: words.filmFailed });
    const lines = scene.cues.map((cue) => make("p", { dir: "auto" }, cue.speaker ? make("b", { text: `${cue.speaker}: ` }) : null, make("span", { text: cue.text })));
    const element = make("section", { class: "panel failed", "aria-labelledby": "failed" }, heading,
      make("p", { class: "message", text: fill(words.filmFailedMessage, { file: scene.film.file }) }),
      make("div", { class: "transcript", tabindex: "0", role: "group", "aria-label": words.captions }, ...lines),
      make("div", { class: "actions" }, button("primary", "forward", words.withoutFilm, wishes.goOn), button("secondary", "restart", words.retry, wishes.retry)));
    return { element, heading };
  }

  EduPulse.screens = { countsPoints, ending, filmFailed, start, stuck };
})((globalThis.EduPulse ??= {}));
