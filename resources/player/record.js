/* What a learner did: kept in the browser to go on later, and given out as a path record.
 *
 * The record keeps what was taken back by stepping back, marked as such. Storage may be blocked or full;
 * then nothing is kept, and nothing else changes.
 */
(function (EduPulse) {
  "use strict";

  const { make } = EduPulse.elements;
  const PREFERENCES = "edupulse:preferences";
  const UNTIL_SAVED_MS = 60000;
  const RECORD_FORMAT = "edupulse-path";
  const RECORD_VERSION = 1;
  const DEFAULTS = { captions: true, captionSize: "medium", rate: 1, volume: 1, muted: false, singleKeys: true, timeLimits: "as-set" };

  class Record {
    constructor(lesson) {
      this.lesson = lesson;
      this.key = `edupulse:${lesson.lesson.id}:${lesson.fingerprint}`;
      this.restart();
    }

    restart() {
      this.startedAt = new Date().toISOString();
      this.stepsBack = 0;
      this.visits = [];
      this.answers = [];
    }

    entered(sceneId) {
      this.visits.push({ scene: sceneId, title: this.#title(sceneId), entered_at: new Date().toISOString(), taken_back: false });
    }

    answered(asked, given, attempt, askedAt, thinkingMs) {
      const texts = new Map(asked.choices.map((choice) => [choice.id, choice.text]));
      this.answers.push({
        scene: given.scene,
        title: this.#title(given.scene),
        question: asked.question,
        asks: asked.asks,
        attempt,
        chosen: given.chosen.map((id) => ({ id, text: texts.get(id) ?? "" })),
        text: given.text,
        timed_out: given.timedOut,
        right: given.right,
        points: given.points,
        final: given.final,
        asked_at: askedAt,
        answered_at: new Date().toISOString(),
        thinking_ms: Math.round(thinkingMs),
        taken_back: false,
      });
    }

    /* Marks what is no longer part of the walk. */
    steppedBack(walk) {
      this.stepsBack += 1;
      markBeyond(this.visits, walk.visits.length);
      markBeyond(this.answers, walk.given.length);
    }

    /* The record as it is downloaded. */
    path(walk, preferences) {
      const { walk: rules } = EduPulse;
      const end = rules.ending(this.lesson, walk);
      const points = rules.score(walk);
      const passMark = this.lesson.pass_points;
      return {
        format: RECORD_FORMAT,
        version: RECORD_VERSION,
        lesson: {
          id: this.lesson.lesson.id,
          title: this.lesson.lesson.title,
          language: this.lesson.lesson.language,
          fingerprint: this.lesson.fingerprint,
        },
        started_at: this.startedAt,
        written_at: new Date().toISOString(),
        time_limits: preferences.timeLimits,
        steps_back: this.stepsBack,
        visits: this.visits,
        answers: this.answers,
        score: points,
        pass_points: passMark,
        passed: passMark === null ? null : points >= passMark,
        stuck: walk.stuck,
        ending: end ? { scene: rules.at(walk), title: end.title, kind: end.ending } : null,
      };
    }

    /* way: {walk, moments} as Way keeps them. */
    save(way, positionMs) {
      const { startedAt, stepsBack, visits, answers } = this;
      write(this.key, { version: 1, ...way, positionMs, startedAt, stepsBack, visits, answers });
    }

    /* What was kept, or null if there is nothing that fits this lesson. */
    load() {
      const kept = read(this.key);
      return kept && this.#fits(kept) ? kept : null;
    }

    restore(kept) {
      this.startedAt = kept.startedAt;
      this.stepsBack = kept.stepsBack;
      this.visits = kept.visits;
      this.answers = kept.answers;
    }

    forget() {
      try {
        localStorage.removeItem(this.key);
      } catch {
        // Blocked storage holds nothing to forget.
      }
    }

    #fits(kept) {
      const known = new Set(this.lesson.scenes.map((scene) => scene.id));
      const isWalk = (walk) =>
        Array.isArray(walk?.visits) && Array.isArray(walk.given) && typeof walk.stuck === "boolean" &&
        walk.visits.every((id) => known.has(id)) &&
        walk.given.every((given) => known.has(given?.scene) && Array.isArray(given.chosen) && Number.isInteger(given.points));
      const isMoment = (moment) =>
        ["film", "question", "end"].includes(moment?.at) && typeof moment.stuck === "boolean" &&
        [moment.seed, moment.visits, moment.given].every(Number.isInteger);
      return (
        kept.version === 1 && Array.isArray(kept.moments) && kept.moments.length > 0 &&
        Array.isArray(kept.visits) && Array.isArray(kept.answers) && Number.isInteger(kept.stepsBack) &&
        typeof kept.startedAt === "string" && Number.isFinite(kept.positionMs) &&
        isWalk(kept.walk) && kept.moments.every(isMoment) && kept.moments.at(-1).visits === kept.walk.visits.length
      );
    }

    #title(sceneId) {
      return EduPulse.walk.sceneOf(this.lesson, sceneId)?.title ?? "";
    }
  }

  /* Hands a path record to the learner as a file. */
  function download(path) {
    const blob = new Blob([JSON.stringify(path, null, 2), "\n"], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(blob), download: `edupulse-path-${path.written_at.slice(0, 10)}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), UNTIL_SAVED_MS);
  }

  function markBeyond(events, count) {
    const live = events.filter((event) => !event.taken_back);
    for (const event of live.slice(count)) event.taken_back = true;
  }

  function loadPreferences() {
    const kept = read(PREFERENCES) ?? {};
    const found = { ...DEFAULTS };
    for (const name of Object.keys(DEFAULTS)) if (typeof kept[name] === typeof DEFAULTS[name]) found[name] = kept[name];
    found.rate = Math.min(2, Math.max(0.5, found.rate));
    found.volume = Math.min(1, Math.max(0, found.volume));
    return found;
  }

  function savePreferences(preferences) {
    write(PREFERENCES, preferences);
  }

  function read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept !== null && typeof kept === "object" ? kept : null;
    } catch {
      return null;
    }
  }

  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Blocked or full storage: the lesson plays on and cannot be resumed.
    }
  }

  EduPulse.record = { Record, download, loadPreferences, savePreferences };
})((globalThis.EduPulse ??= {}));
