/* The player: follows the walk, shows the film of each scene, asks its question, and remembers the way.
 *
 * The way is a row of moments {at: "film" | "question" | "end", walk, seed}; stepping back takes the last
 * away and shows the one before it, with the walk as it was then. Within a scene the position is free.
 */
(function (EduPulse) {
  "use strict";

  const { make } = EduPulse.elements;
  const { direction, fill, wordsFor } = EduPulse.words;
  const rules = EduPulse.walk;
  const { Question, feedback, hasFeedback, order } = EduPulse.question;
  const { screens } = EduPulse;
  const IDLE_MS = 3000;
  const SAVE_EVERY_MS = 5000;
  /* Scenes without a film that follow one another without a question: more than this is a circle. */
  const MOST_SILENT_STEPS = 200;
  const ROOM_BESIDE_PX = 340;
  const ROOM_BELOW_PX = 300;

  class Player {
    #lesson;
    #words;
    #preferences = EduPulse.record.loadPreferences();
    #record;
    #moments = [];
    #question = null;
    #goOn = null;
    #askedAt = null;
    #silentSteps = 0;
    #savedAt = 0;
    #idle = 0;
    #revisits = false;

    constructor(root, lesson) {
      this.#lesson = lesson;
      this.#words = wordsFor(lesson.lesson.language);
      this.#record = new EduPulse.record.Record(lesson);
      this.root = root;
      root.lang = this.#words.language;
      this.#build();
      this.#listen();
      this.#showStart();
    }

    // ---- the parts of the page

    #build() {
      const wishes = {
        toggle: () => this.#toggle(), seek: (ms) => this.stage.seek(ms), back: () => this.#back(),
        captions: () => this.#prefer("captions", !this.#preferences.captions),
        rate: (rate) => this.#prefer("rate", rate), volume: (volume) => this.#setVolume(volume),
        mute: () => this.#prefer("muted", !this.#preferences.muted), fullscreen: () => this.#toggleFullscreen(),
        settings: () => this.#openSheet(this.settings), restart: () => this.#openSheet(this.restartSheet),
      };
      this.controls = new EduPulse.controls.Controls(this.#words, wishes, this.#preferences);
      this.captions = new EduPulse.captions.Captions(this.#lesson);
      this.films = make("div", { class: "films" });
      this.spinner = make("div", { class: "spinner", "aria-hidden": "true" });
      this.screen = make("div", { class: "screen", role: "region", "aria-label": this.#words.film, tabindex: "-1" }, this.films, make("div", { class: "veil" }), this.spinner, this.controls.big);
      this.aside = make("div", { class: "aside" });
      this.theatre = make("main", { class: "theatre" }, this.controls.top, this.screen, this.captions.element, this.aside, this.controls.bar);
      this.polite = make("div", { class: "unseen", "aria-live": "polite" });
      this.urgent = make("div", { class: "unseen", "aria-live": "assertive" });
      const hasLimits = this.#lesson.scenes.some((scene) => scene.exit.kind === "question" && scene.exit.time_limit_ms !== null);
      this.settings = screens.settings(this.#words, this.#preferences, hasLimits, (name, value) => this.#prefer(name, value));
      this.restartSheet = screens.restartSheet(this.#words, () => this.#start());
      this.root.replaceChildren(this.theatre, this.polite, this.urgent, this.settings, this.restartSheet);
      this.stage = new EduPulse.stage.Stage(this.#lesson, this.films, {
        time: (ms) => this.#atTime(ms), ended: () => this.#filmEnded(), follower: () => this.#follower(), failed: () => this.#showFailed(),
        blocked: () => this.#setPlaying(false), playing: (isPlaying) => this.#setPlaying(isPlaying),
        waiting: (isWaiting) => this.root.classList.toggle("is-waiting", isWaiting),
      });
      this.#applyPreferences();
    }

    #listen() {
      EduPulse.keyboard.listen(document, {
        choose: (number) => (this.#question ? this.#question.choose(number) : false),
        seekBy: (ms) => (this.#isFilm() ? this.stage.seek(this.stage.positionMs + ms) : false),
        louder: (step) => this.#setVolume(this.#preferences.volume + step),
        toggle: () => (this.#isFilm() ? this.#toggle() : false),
        captions: () => this.#prefer("captions", !this.#preferences.captions),
        mute: () => this.#prefer("muted", !this.#preferences.muted),
        fullscreen: () => this.#toggleFullscreen(),
        back: () => this.#back(),
        faster: (step) => this.#prefer("rate", EduPulse.controls.nextRate(this.#preferences.rate, step)),
        settings: () => this.#openSheet(this.settings),
        goOn: () => (this.#goOn ? this.#goOn() : false),
      }, () => this.#preferences.singleKeys);
      for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"]) this.root.addEventListener(kind, () => this.#stir());
      this.films.addEventListener("click", () => this.#isFilm() && this.#toggle());
      document.addEventListener("fullscreenchange", () => this.controls.setFullscreen(document.fullscreenElement !== null));
      window.addEventListener("resize", () => this.#layOut());
      window.addEventListener("pagehide", () => this.#save());
      document.addEventListener("visibilitychange", () => document.hidden && this.#save());
      this.#layOut();
    }

    // ---- where the learner is

    get #moment() {
      return this.#moments[this.#moments.length - 1] ?? null;
    }

    get #scene() {
      return this.#moment ? rules.present(this.#lesson, this.#moment.walk) : null;
    }

    #isFilm() {
      return this.root.dataset.shows === "film";
    }

    #push(at, walk) {
      this.#moments.push({ at, walk, seed: Math.floor(Math.random() * 2 ** 31) });
      this.#save();
    }

    #start() {
      this.#record.restart();
      this.#moments = [];
      this.#enter(rules.begin(this.#lesson));
    }

    #resume(kept) {
      this.#record.restore(kept);
      this.#moments = kept.moments;
      this.#showMoment(kept.positionMs);
    }

    /* Goes to wherever the walk has come. */
    #enter(walk) {
      if (walk.stuck) {
        this.#push("end", walk);
      } else {
        this.#record.entered(rules.at(walk));
        this.#push("film", walk);
      }
      this.#showMoment();
    }

    #showMoment(fromMs = 0) {
      const { at, walk } = this.#moment;
      this.#revisits = false;
      if (walk.stuck) this.#showStuck();
      else if (at === "film") this.#showFilm(fromMs);
      else if (at === "question") this.#showQuestion();
      else this.#showEnding();
    }

    #back() {
      if (this.#revisits) return this.#showMoment();
      if (this.root.dataset.shows === "start" || this.#moments.length < 2) return false;
      this.#moments.pop();
      while (this.#moments.length > 1 && this.#moment.at === "film" && !this.#scene.film) this.#moments.pop();
      this.#record.steppedBack(this.#moment.walk);
      this.#save();
      this.#showMoment();
      this.#say(fill(this.#words.moved, { scene: this.#scene?.title ?? "" }));
      return true;
    }

    #backToQuestion() {
      while (this.#moments.length > 1 && this.#moment.at !== "question") this.#moments.pop();
      this.#record.steppedBack(this.#moment.walk);
      this.#save();
      this.#showMoment();
    }

    // ---- film

    #showFilm(fromMs = 0) {
      const scene = this.#scene;
      this.#show("film", null);
      if (!scene.film) {
        this.#skipSilent();
        return;
      }
      this.#silentSteps = 0;
      this.captions.of(scene);
      this.controls.setPosition(fromMs, scene.length_ms);
      this.stage.show(scene, fromMs);
      this.stage.prepare(this.#mayFollow());
      if (!this.screen.contains(document.activeElement) && !this.controls.bar.contains(document.activeElement)) this.screen.focus({ preventScroll: true });
      this.#stir();
    }

    /* A scene without anything to play leads on by itself. */
    #skipSilent() {
      this.#silentSteps += 1;
      if (this.#silentSteps > MOST_SILENT_STEPS) {
        this.#push("end", { ...this.#moment.walk, stuck: true });
        this.#showMoment();
      } else if (this.#silentSteps % 20 === 0) {
        setTimeout(() => this.#filmEnded());
      } else {
        this.#filmEnded();
      }
    }

    /* The scenes whose films may be next, looking through scenes without a film. */
    #mayFollow() {
      const found = new Map();
      const look = (walk, depth) => {
        for (const id of rules.possibleNext(this.#lesson, walk)) {
          const scene = rules.sceneOf(this.#lesson, id);
          if (found.has(id)) continue;
          found.set(id, scene);
          if (!scene.film && depth < 3) look({ ...walk, visits: [...walk.visits, id] }, depth + 1);
        }
      };
      look(this.#moment.walk, 0);
      return [...found.values()].filter((scene) => scene.film);
    }

    /* The film that comes next whatever the learner does. */
    #follower() {
      const { walk } = this.#moment;
      const asked = rules.question(this.#lesson, walk);
      if (this.#revisits || rules.ending(this.#lesson, walk) || (asked && !rules.isUnanswerable(asked, walk))) return null;
      const [next] = this.#mayFollow();
      return next ?? null;
    }

    #filmEnded() {
      const { walk } = this.#moment;
      if (this.#revisits) {
        this.#showMoment();
        return;
      }
      const asked = rules.question(this.#lesson, walk);
      if (rules.ending(this.#lesson, walk)) {
        this.#push("end", walk);
        this.#showMoment();
      } else if (asked && !rules.isUnanswerable(asked, walk)) {
        this.#push("question", walk);
        this.#showMoment();
      } else {
        this.#enter(rules.proceed(this.#lesson, walk));
      }
    }

    #showFailed() {
      const goOn = () => this.#filmEnded();
      const { element, heading } = screens.filmFailed(this.#words, this.#scene, { goOn, retry: () => this.#retryFilm() });
      this.#show("failed", element, heading);
    }

    #retryFilm() {
      this.stage.clear();
      if (this.#revisits) this.#watchAgain();
      else this.#showMoment();
    }

    #atTime(ms) {
      this.controls.setPosition(ms, this.stage.lengthMs);
      this.captions.at(ms);
      if (performance.now() - this.#savedAt > SAVE_EVERY_MS) this.#save();
    }

    #toggle() {
      if (this.stage.isPlaying) this.stage.pause();
      else this.stage.play();
    }

    #setPlaying(isPlaying) {
      this.controls.setPlaying(isPlaying);
      this.root.classList.toggle("is-playing", isPlaying);
      this.controls.big.hidden = isPlaying || !this.#isFilm();
      if (!isPlaying) this.#save();
      this.#stir();
    }

    // ---- question

    #showQuestion() {
      const { walk, seed } = this.#moment;
      const asked = rules.question(this.#lesson, walk);
      const choices = order(rules.offered(asked, walk), asked.shuffle, seed);
      const state = { choices, left: rules.attemptsLeft(asked, walk), limitMs: this.#limitMs(asked) };
      const wishes = {
        answer: (answer) => this.#answer(asked, answer),
        say: (text, isUrgent) => this.#say(text, isUrgent),
        watchAgain: this.#scene.film ? () => this.#watchAgain() : null,
      };
      const question = new Question(this.#words, asked, state, wishes);
      this.#show("question", question.element, question.heading);
      this.#question = question;
      this.#askedAt = { iso: new Date().toISOString(), at: performance.now() };
      this.#holdFrame();
    }

    /* After a reload there is no film on the stage yet: show the last picture of this scene. */
    #holdFrame() {
      const scene = this.#scene;
      if (scene.film && this.stage.shows !== scene.id) {
        this.stage.show(scene, Math.max(0, scene.length_ms - 100), false);
        this.captions.of(null);
      }
      this.stage.prepare(this.#mayFollow());
    }

    #limitMs(asked) {
      if (asked.time_limit_ms === null || this.#preferences.timeLimits === "off") return null;
      return asked.time_limit_ms * (this.#preferences.timeLimits === "doubled" ? 2 : 1);
    }

    #watchAgain() {
      this.#show("film", null);
      this.#revisits = true;
      this.captions.of(this.#scene);
      this.stage.show(this.#scene);
      this.screen.focus({ preventScroll: true });
    }

    #answer(asked, answer) {
      const { walk } = this.#moment;
      const offered = rules.offered(asked, walk);
      const after = rules.give(this.#lesson, walk, answer);
      const given = after.given[after.given.length - 1];
      this.#record.answered(asked, given, rules.attemptsUsed(walk) + 1, this.#askedAt.iso, performance.now() - this.#askedAt.at);
      if (given.final) this.#moments.push({ at: after.stuck ? "end" : "film", walk: after, seed: 0 });
      else this.#moments[this.#moments.length - 1] = { ...this.#moment, walk: after };
      if (given.final && !after.stuck) this.#record.entered(given.to);
      this.#save();
      if (hasFeedback(asked, given)) this.#showFeedback(asked, given, offered, rules.attemptsLeft(asked, after));
      else this.#showMoment();
    }

    #showFeedback(asked, given, offered, left) {
      const goOn = () => this.#showMoment();
      const { element, heading } = feedback(this.#words, asked, given, offered, { left }, { goOn });
      this.#show("feedback", element, heading);
      this.#goOn = goOn;
      this.controls.setScene(rules.sceneOf(this.#lesson, given.scene).title, this.#scoreText());
      const parts = element.querySelectorAll("h2, .remark, .solution, .attempts");
      this.#say([...parts].map((part) => part.textContent).join(" "));
    }

    // ---- start and end

    #showStart() {
      const kept = this.#record.load();
      const last = kept?.moments[kept.moments.length - 1];
      const title = last ? rules.present(this.#lesson, last.walk)?.title ?? "" : null;
      const wishes = { start: () => this.#start(), resume: () => this.#resume(kept) };
      const { element } = screens.start(this.#words, this.#lesson, title, wishes);
      this.#show("start", element);
      const first = rules.sceneOf(this.#lesson, this.#lesson.start);
      if (first) this.stage.prepare([first]);
    }

    #showEnding() {
      const wishes = {
        again: () => this.#start(), download: () => this.#download(),
        lastQuestion: this.#moments.some((moment) => moment.at === "question") ? () => this.#backToQuestion() : null,
      };
      const { walk } = this.#moment;
      const { element, heading } = screens.ending(this.#words, this.#lesson, walk, this.#record, wishes);
      this.#show("ending", element, heading);
      this.#say([...element.querySelectorAll("h2, .message, .result")].map((part) => part.textContent).join(" "));
      const first = rules.sceneOf(this.#lesson, this.#lesson.start);
      this.stage.prepare(first ? [first] : []);
    }

    #showStuck() {
      const back = this.#moments.length > 1 ? () => this.#back() : null;
      const { element, heading } = screens.stuck(this.#words, this.#moment.walk, { back, again: () => this.#start(), download: () => this.#download() });
      this.#show("stuck", element, heading);
    }

    #download() {
      const path = this.#record.path(this.#moment.walk, this.#preferences);
      const blob = new Blob([JSON.stringify(path, null, 2), "\n"], { type: "application/json" });
      const link = make("a", { href: URL.createObjectURL(blob), download: `edupulse-path-${new Date().toISOString().slice(0, 10)}.json` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    }

    // ---- the page

    /* Shows a panel (or none) and puts the focus where reading goes on. */
    #show(what, panel, heading = null) {
      this.#question?.stop();
      this.#question = null;
      this.#goOn = null;
      this.root.dataset.shows = what;
      if (what !== "film") this.stage.pause();
      this.aside.replaceChildren(...(panel ? [panel] : []));
      this.controls.setFilm(what === "film");
      this.controls.setBack(this.#moments.length > 1);
      this.controls.setScene(this.#scene?.title ?? "", this.#scoreText());
      this.controls.big.hidden = true;
      if (what !== "film") this.captions.at(-1);
      this.#layOut();
      heading?.focus({ preventScroll: true });
    }

    #scoreText() {
      return this.#moment && screens.countsPoints(this.#lesson) ? this.#words.score(rules.score(this.#moment.walk)) : "";
    }

    #say(text, isUrgent = false) {
      const place = isUrgent ? this.urgent : this.polite;
      place.textContent = "";
      setTimeout(() => (place.textContent = text), 50);
    }

    #openSheet(sheet) {
      if (this.root.dataset.shows === "start" && sheet === this.restartSheet) return;
      this.stage.pause();
      sheet.showModal();
    }

    #stir() {
      this.root.classList.remove("is-idle");
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => {
        const isUsed = this.controls.bar.matches(":focus-within:has(:focus-visible)") || this.controls.top.matches(":focus-within:has(:focus-visible)");
        if (this.stage.isPlaying && !isUsed) this.root.classList.add("is-idle");
      }, IDLE_MS);
    }

    /* Where the panel goes: over the film, or beside or below it where the film leaves room. */
    #layOut() {
      const film = this.#lesson.films[0] ?? { width_px: 16, height_px: 9 };
      const { innerWidth: width, innerHeight: height } = window;
      const aspect = film.width_px / film.height_px;
      const filmWidth = Math.min(width, height * aspect);
      const filmHeight = Math.min(height, width / aspect);
      let layout = "over";
      if (height - filmHeight >= ROOM_BELOW_PX && width < height) layout = "below";
      else if (width - filmWidth >= ROOM_BESIDE_PX) layout = "beside";
      this.root.dataset.layout = layout;
      this.root.style.setProperty("--aspect", String(aspect));
    }

    #toggleFullscreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.().catch(() => this.controls.setFullscreen(false));
    }

    // ---- what is remembered

    #setVolume(volume) {
      this.#preferences.muted = false;
      this.#prefer("volume", Math.round(Math.min(1, Math.max(0, volume)) * 20) / 20);
    }

    #prefer(name, value) {
      this.#preferences[name] = value;
      EduPulse.record.savePreferences(this.#preferences);
      this.#applyPreferences();
    }

    #applyPreferences() {
      const { captions, captionSize, rate, volume, muted } = this.#preferences;
      Object.assign(this.stage, { rate, volume, muted });
      this.stage.applySound();
      this.root.classList.toggle("no-captions", !captions);
      this.root.dataset.captionSize = captionSize;
      this.controls.setPreferences(this.#preferences);
    }

    #save() {
      if (!this.#moments.length) return;
      this.#savedAt = performance.now();
      this.#record.save(this.#moments, this.#isFilm() && !this.#revisits ? this.stage.positionMs : 0);
    }
  }

  function open() {
    const root = document.getElementById("player");
    const lesson = globalThis.EDUPULSE_LESSON;
    if (!lesson || lesson.format !== "edupulse-manifest" || lesson.version !== 1) {
      root.append(make("p", { class: "notice", role: "alert", text: wordsFor("en").noLesson }));
      return;
    }
    document.documentElement.lang = lesson.lesson.language || "en";
    document.documentElement.dir = direction(lesson.lesson.language);
    document.title = lesson.lesson.title;
    new Player(root, lesson);
  }

  open();
})((globalThis.EduPulse ??= {}));
