/* The player: shows the film of each scene, asks its question, and follows the answer to the next. */
(function (EduPulse) {
  "use strict";

  const { fill, wordsFor } = EduPulse.words;
  const rules = EduPulse.walk;
  const { isShown } = EduPulse.solution;
  const { Question, feedback, hasFeedback, order } = EduPulse.question;
  const { screens } = EduPulse;
  const SAVE_EVERY_MS = 5000;
  /* Scenes without a film that follow one another without a question: more than this is a circle. */
  const MOST_SILENT_STEPS = 200;
  const SILENT_STEPS_AT_ONCE = 20;
  /* Before the end of a scene, where its last picture is. */
  const LAST_PICTURE_MS = 100;
  const VOLUME_STEPS = 20;

  class Player {
    #lesson;
    #words;
    #preferences = EduPulse.record.loadPreferences();
    #record;
    #way;
    #question = null;
    #goOn = null;
    #askedAt = null;
    #silentSteps = 0;
    #savedAt = 0;
    /* The film of the question's scene is watched once more. */
    #revisits = false;

    constructor(root, lesson) {
      this.#lesson = lesson;
      this.#words = wordsFor(lesson.lesson.language);
      this.#record = new EduPulse.record.Record(lesson);
      this.#way = new EduPulse.way.Way(lesson, this.#record);
      this.#build(root);
      this.#listen();
      this.#applyPreferences();
      this.#showStart();
    }

    #build(root) {
      const wishes = {
        toggle: () => this.#toggle(), seek: (ms) => this.stage.seek(ms), seekTo: (ms) => this.stage.seekTo(ms), back: () => this.#back(),
        captions: () => this.#prefer("captions", !this.#preferences.captions),
        rate: (rate) => this.#prefer("rate", rate), volume: (volume) => this.#setVolume(volume),
        mute: () => this.#prefer("muted", !this.#preferences.muted), fullscreen: () => this.page.toggleFullscreen(),
        settings: () => this.sheets.open(this.sheets.settings), restart: () => this.sheets.open(this.sheets.restart),
      };
      const hasLimits = this.#lesson.scenes.some((scene) => scene.exit.kind === "question" && scene.exit.time_limit_ms !== null);
      const film = { isPlaying: () => this.#isFilm() && this.stage.isPlaying, pause: () => this.stage.pause(), play: () => this.#isFilm() && this.stage.play() };
      this.sheets = new EduPulse.sheets.Sheets(this.#words, this.#preferences, hasLimits, film, {
        changed: (name, value) => this.#prefer(name, value), restart: () => this.#start(),
      });
      this.controls = new EduPulse.controls.Controls(this.#words, wishes, this.#preferences);
      this.captions = new EduPulse.captions.Captions(this.#lesson);
      this.page = new EduPulse.page.Page(root, this.#lesson, this.#words, this.controls, this.captions, this.sheets.all);
      this.stage = new EduPulse.stage.Stage(this.#lesson, this.page.films, {
        time: (ms) => this.#atTime(ms), ended: () => this.#filmEnded(), failed: () => this.#showFailed(),
        follower: () => (this.#revisits ? null : this.#way.follower()), blocked: () => this.#setPlaying(false),
        playing: (isPlaying) => this.#setPlaying(isPlaying), waiting: (isWaiting) => this.page.setWaiting(isWaiting),
      });
    }

    #listen() {
      EduPulse.keyboard.listen(document, {
        choose: (number) => (this.#question ? this.#question.choose(number) : false),
        seekBy: (ms) => (this.#isFilm() ? this.stage.seekTo(this.stage.positionMs + ms) : false),
        louder: (step) => this.#setVolume(this.#preferences.volume + step),
        toggle: () => (this.#isFilm() ? this.#toggle() : false),
        captions: () => this.#prefer("captions", !this.#preferences.captions),
        mute: () => this.#prefer("muted", !this.#preferences.muted),
        fullscreen: () => this.page.toggleFullscreen(),
        back: () => this.#back(),
        faster: (step) => this.#prefer("rate", EduPulse.controls.nextRate(this.#preferences.rate, step)),
        settings: () => this.sheets.open(this.sheets.settings),
        goOn: () => (this.#goOn ? this.#goOn() : false),
      }, () => this.#preferences.singleKeys);
      this.page.films.addEventListener("click", () => this.#isFilm() && !this.page.onlyWoke && this.#toggle());
      window.addEventListener("pagehide", () => this.#save());
      document.addEventListener("visibilitychange", () => document.hidden && this.#save());
    }

    // ---- where the learner is

    #isFilm() {
      return this.page.shows === "film";
    }

    #start() {
      this.#way.begin();
      this.#goTo();
    }

    #resume(kept) {
      this.#way.resume(kept);
      this.#goTo(kept.positionMs);
    }

    /* Shows the present moment, and keeps it for later. */
    #goTo(fromMs = 0) {
      this.#revisits = false;
      const { at, walk } = this.#way.moment;
      if (walk.stuck) this.#showStuck();
      else if (at === "film") this.#showFilm(fromMs);
      else if (at === "question") this.#showQuestion();
      else this.#showEnding();
      if (fromMs === 0) this.#save();
    }

    #back() {
      if (this.#revisits) return this.#goTo();
      if (this.page.shows === "start" || !this.#way.canStepBack) return false;
      this.#way.stepBack();
      this.#goTo();
      this.page.say(fill(this.#words.moved, { scene: this.#way.scene?.title ?? "" }));
      return true;
    }

    #backToQuestion() {
      this.#way.stepBackToQuestion();
      this.#goTo();
    }

    // ---- film

    #showFilm(fromMs) {
      const { scene } = this.#way;
      this.#show("film", null);
      if (!scene.film) {
        this.#passSilently();
        return;
      }
      this.#silentSteps = 0;
      this.captions.of(scene);
      this.controls.setPosition(fromMs, scene.length_ms);
      this.stage.show(scene, fromMs);
      this.stage.prepare(this.#way.mayFollow());
      this.page.focusFilm();
    }

    /* A scene without anything to play leads on by itself. */
    #passSilently() {
      this.#silentSteps += 1;
      if (this.#silentSteps > MOST_SILENT_STEPS) {
        this.#silentSteps = 0;
        this.#way.giveUp();
        this.#goTo();
      } else if (this.#silentSteps % SILENT_STEPS_AT_ONCE === 0) {
        setTimeout(() => this.#filmEnded());
      } else {
        this.#filmEnded();
      }
    }

    #filmEnded() {
      if (!this.#revisits) {
        if (this.#way.question) this.#way.push("question", this.#way.walk);
        else this.#way.proceed();
      }
      this.#goTo();
    }

    #showFailed() {
      const wishes = { goOn: () => this.#filmEnded(), retry: () => this.#retryFilm() };
      const { element, heading } = screens.filmFailed(this.#words, this.#way.scene, wishes);
      this.#show("failed", element, heading);
    }

    #retryFilm() {
      this.stage.clear();
      if (this.#revisits) this.#watchAgain();
      else this.#goTo();
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
      this.page.setPlaying(isPlaying);
      this.controls.big.hidden = isPlaying || !this.#isFilm();
      if (!isPlaying) this.#save();
    }

    // ---- question

    #showQuestion() {
      const { walk, seed } = this.#way.moment;
      const { question: asked, scene } = this.#way;
      const choices = order(rules.offered(asked, walk), asked.shuffle, seed);
      const state = { choices, left: rules.attemptsLeft(asked, walk), limitMs: this.#limitMs(asked) };
      const question = new Question(this.#words, asked, state, {
        answer: (answer) => this.#answer(asked, answer),
        say: (text, isUrgent) => this.page.say(text, isUrgent),
        watchAgain: scene.film ? () => this.#watchAgain() : null,
      });
      this.#show("question", question.element, question.beginning);
      this.#question = question;
      this.#askedAt = { iso: new Date().toISOString(), at: performance.now() };
      this.#holdLastPicture(scene);
      this.stage.prepare(this.#way.mayFollow());
    }

    /* After a reload, or a step back, another film or none is on the stage. */
    #holdLastPicture(scene) {
      if (!scene.film || this.stage.shows === scene.id) return;
      this.stage.show(scene, Math.max(0, scene.length_ms - LAST_PICTURE_MS), false);
      this.captions.of(null);
    }

    #limitMs(asked) {
      if (asked.time_limit_ms === null || this.#preferences.timeLimits === "off") return null;
      return asked.time_limit_ms * (this.#preferences.timeLimits === "doubled" ? 2 : 1);
    }

    #watchAgain() {
      this.#show("film", null);
      this.#revisits = true;
      this.captions.of(this.#way.scene);
      this.stage.show(this.#way.scene);
      this.page.focusFilm();
    }

    #answer(asked, answer) {
      const { walk } = this.#way;
      const given = this.#way.give(answer, this.#askedAt.iso, performance.now() - this.#askedAt.at);
      this.#save();
      if (hasFeedback(asked, given)) this.#showFeedback(asked, given, rules.offered(asked, walk));
      else this.#goTo();
    }

    #showFeedback(asked, given, offered) {
      const goOn = () => this.#goTo();
      const { walk } = this.#way;
      const state = { left: given.final ? null : rules.attemptsLeft(asked, walk), isSolved: isShown(this.#lesson, asked, given, walk) };
      const { element, heading } = feedback(this.#words, asked, given, offered, state, { goOn });
      this.#show("feedback", element, heading);
      this.#goOn = goOn;
      this.controls.setScene(rules.sceneOf(this.#lesson, given.scene).title, this.#scoreText());
      this.#sayParts(element, "h2, .remark, .solution, .attempts");
    }

    // ---- start and end

    #showStart() {
      const kept = this.#record.load();
      const title = kept ? rules.present(this.#lesson, kept.walk)?.title ?? "" : null;
      const wishes = { start: () => this.#start(), resume: () => this.#resume(kept) };
      this.#show("start", screens.start(this.#words, this.#lesson, title, wishes).element);
      this.#prepareStart();
    }

    #showEnding() {
      const { element, heading } = screens.ending(this.#words, this.#lesson, this.#way.walk, this.#record, {
        again: () => this.#start(), download: () => this.#download(),
        lastQuestion: this.#way.hasQuestion ? () => this.#backToQuestion() : null,
      });
      this.#show("ending", element, heading);
      this.#sayParts(element, "h2, .message, .result");
      this.#prepareStart();
    }

    #prepareStart() {
      const first = rules.sceneOf(this.#lesson, this.#lesson.start);
      this.stage.prepare(first ? [first] : []);
    }

    #showStuck() {
      const { element, heading } = screens.stuck(this.#words, this.#way.walk, {
        back: this.#way.canStepBack ? () => this.#back() : null, again: () => this.#start(), download: () => this.#download(),
      });
      this.#show("stuck", element, heading);
    }

    #download() {
      EduPulse.record.download(this.#record.path(this.#way.walk, this.#preferences));
    }

    // ---- what is on the page

    #show(what, panel, heading = null) {
      this.#question?.stop();
      this.#question = null;
      this.#goOn = null;
      if (what !== "film") {
        this.stage.pause();
        this.captions.at(-1);
      }
      this.controls.setFilm(what === "film");
      this.controls.setBack(this.#way.canStepBack);
      this.controls.setScene(this.#way.scene?.title ?? "", this.#scoreText());
      this.controls.big.hidden = true;
      this.page.show(what, panel, heading);
    }

    #scoreText() {
      return this.#way.moment && screens.countsPoints(this.#lesson) ? this.#words.score(rules.score(this.#way.walk)) : "";
    }

    #sayParts(element, which) {
      this.page.say([...element.querySelectorAll(which)].map((part) => part.textContent).join(" "));
    }

    // ---- what is remembered

    #setVolume(volume) {
      this.#preferences.muted = false;
      this.#prefer("volume", Math.round(Math.min(1, Math.max(0, volume)) * VOLUME_STEPS) / VOLUME_STEPS);
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
      this.page.setCaptions(captions, captionSize);
      this.controls.setPreferences(this.#preferences);
    }

    #save() {
      if (!this.#way.moment) return;
      this.#savedAt = performance.now();
      this.#record.save(this.#way.kept, this.#isFilm() && !this.#revisits ? this.stage.positionMs : 0);
    }
  }

  EduPulse.player = { Player };
})((globalThis.EduPulse ??= {}));
