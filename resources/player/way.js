/* The learner's way as a row of moments {at: "film" | "question" | "end", walk, seed}.
 *
 * Stepping back takes the last moment away and returns to the one before it, with the walk as it was then.
 * The seed shuffles the choices of a question, the same way whenever the learner comes back to it.
 */
(function (EduPulse) {
  "use strict";

  const rules = EduPulse.walk;
  const DEEPEST_LOOK = 3;

  class Way {
    #lesson;
    #record;
    #moments = [];

    constructor(lesson, record) {
      this.#lesson = lesson;
      this.#record = record;
    }

    get moment() {
      return this.#moments[this.#moments.length - 1] ?? null;
    }

    get walk() {
      return this.moment ? this.moment.walk : null;
    }

    get scene() {
      return this.moment ? rules.present(this.#lesson, this.walk) : null;
    }

    get canStepBack() {
      return this.#moments.length > 1;
    }

    get hasQuestion() {
      return this.#moments.some((moment) => moment.at === "question");
    }

    /* The question that the learner answers now or after this film, or null. */
    get question() {
      const asked = rules.question(this.#lesson, this.walk);
      return asked && !rules.isUnanswerable(asked, this.walk) ? asked : null;
    }

    begin() {
      this.#record.restart();
      this.#moments = [];
      this.enter(rules.begin(this.#lesson));
    }

    /* A walk only ever grows, so every moment's walk is the beginning of the last one's. */
    get kept() {
      const moments = this.#moments.map(({ at, walk, seed }) => ({ at, seed, visits: walk.visits.length, given: walk.given.length, stuck: walk.stuck }));
      return { walk: this.walk, moments };
    }

    resume(kept) {
      this.#record.restore(kept);
      const { visits, given } = kept.walk;
      this.#moments = kept.moments.map((moment) => ({
        at: moment.at,
        seed: moment.seed,
        walk: { visits: visits.slice(0, moment.visits), given: given.slice(0, moment.given), stuck: moment.stuck },
      }));
    }

    /* Goes to wherever a walk has come. */
    enter(walk) {
      if (!walk.stuck) this.#record.entered(rules.at(walk));
      this.push(walk.stuck ? "end" : "film", walk);
    }

    push(at, walk) {
      this.#moments.push({ at, walk, seed: Math.floor(Math.random() * 2 ** 31) });
    }

    /* Follows a scene without a question to its end or to the next scene. */
    proceed() {
      if (rules.ending(this.#lesson, this.walk)) this.push("end", this.walk);
      else this.enter(rules.proceed(this.#lesson, this.walk));
    }

    /* Gives an answer and returns how it was judged; a final one leads on. */
    give(answer, askedAt, thinkingMs) {
      const { walk } = this;
      const asked = this.question;
      const after = rules.give(this.#lesson, walk, answer);
      const given = after.given[after.given.length - 1];
      this.#record.answered(asked, given, rules.attemptsUsed(walk) + 1, askedAt, thinkingMs);
      if (given.final) this.enter(after);
      else this.#moments[this.#moments.length - 1] = { ...this.moment, walk: after };
      return given;
    }

    giveUp() {
      this.push("end", { ...this.walk, stuck: true });
    }

    /* Steps back by one moment; scenes without a film are passed. */
    stepBack() {
      this.#moments.pop();
      while (this.canStepBack && this.moment.at === "film" && !this.scene.film) this.#moments.pop();
      this.#record.steppedBack(this.walk);
    }

    stepBackToQuestion() {
      while (this.canStepBack && this.moment.at !== "question") this.#moments.pop();
      this.#record.steppedBack(this.walk);
    }

    /* The scenes whose films may be next, looking through scenes without a film. */
    mayFollow() {
      const found = new Map();
      const look = (walk, depth) => {
        for (const id of rules.possibleNext(this.#lesson, walk)) {
          if (found.has(id)) continue;
          const scene = rules.sceneOf(this.#lesson, id);
          found.set(id, scene);
          if (!scene.film && depth < DEEPEST_LOOK) look({ ...walk, visits: [...walk.visits, id] }, depth + 1);
        }
      };
      look(this.walk, 0);
      return [...found.values()].filter((scene) => scene.film);
    }

    /* The scene that comes next whatever the learner does, or null. */
    follower() {
      if (this.question || rules.ending(this.#lesson, this.walk)) return null;
      const after = rules.proceed(this.#lesson, this.walk);
      const next = after.stuck ? null : rules.present(this.#lesson, after);
      return next?.film ? next : null;
    }
  }

  EduPulse.way = { Way };
})((globalThis.EduPulse ??= {}));
