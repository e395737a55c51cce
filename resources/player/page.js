/* The page: the theatre with its screen and bars, one panel at a time, sheets, and what is said aloud. */
(function (EduPulse) {
  "use strict";

  const { make } = EduPulse.elements;
  const IDLE_MS = 3000;
  /* Live regions hear a text only if it comes after they were emptied. */
  const BEFORE_SAYING_MS = 50;
  const ROOM_BESIDE_PX = 340;
  const ROOM_BELOW_PX = 300;

  class Page {
    /* The touch that brought the bars back does nothing else. */
    onlyWoke = false;
    #root;
    #controls;
    #aspect;
    #idle = 0;

    constructor(root, lesson, words, controls, captions, sheets) {
      this.#root = root;
      this.#controls = controls;
      const film = lesson.films[0] ?? { width_px: 16, height_px: 9 };
      this.#aspect = film.width_px / film.height_px;
      this.films = make("div", { class: "films" });
      this.screen = make("div", { class: "screen", role: "region", "aria-label": words.film, tabindex: "-1" },
        this.films, make("div", { class: "veil" }), make("div", { class: "spinner", "aria-hidden": "true" }), controls.big);
      this.aside = make("div", { class: "aside" });
      this.polite = make("div", { class: "unseen", "aria-live": "polite" });
      this.urgent = make("div", { class: "unseen", "aria-live": "assertive" });
      const theatre = make("main", { class: "theatre" }, controls.top, this.screen, captions.element, this.aside, controls.bar);
      root.lang = words.language;
      const isIdle = () => root.matches(".is-idle.is-playing");
      root.addEventListener("pointerdown", (event) => (this.onlyWoke = event.pointerType === "touch" && isIdle()), true);
      root.replaceChildren(theatre, this.polite, this.urgent, ...sheets);
      for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"]) root.addEventListener(kind, () => this.stir());
      document.addEventListener("fullscreenchange", () => controls.setFullscreen(document.fullscreenElement !== null));
      window.addEventListener("resize", () => this.#layOut());
      this.#layOut();
    }

    get shows() {
      return this.#root.dataset.shows ?? "";
    }

    /* Shows a panel (or none) and puts the focus where reading goes on. */
    show(what, panel, beginning = null) {
      this.#root.dataset.shows = what;
      this.aside.replaceChildren(...(panel ? [panel] : []));
      this.aside.scrollTop = 0;
      this.#layOut();
      // A heading is at the top of its panel; a field may lie below what is seen.
      beginning?.focus({ preventScroll: beginning.tabIndex < 0 });
    }

    /* Leaves the focus where keys already reach the film. */
    focusFilm() {
      const isNear = this.screen.contains(document.activeElement) || this.#controls.bar.contains(document.activeElement);
      if (!isNear) this.screen.focus({ preventScroll: true });
    }

    setWaiting(isWaiting) {
      this.#root.classList.toggle("is-waiting", isWaiting);
    }

    setPlaying(isPlaying) {
      this.#root.classList.toggle("is-playing", isPlaying);
      this.stir();
    }

    setCaptions(isShown, size) {
      this.#root.classList.toggle("no-captions", !isShown);
      this.#root.dataset.captionSize = size;
    }

    say(text, isUrgent = false) {
      const place = isUrgent ? this.urgent : this.polite;
      place.textContent = "";
      setTimeout(() => (place.textContent = text), BEFORE_SAYING_MS);
    }

    toggleFullscreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.().catch(() => this.#controls.setFullscreen(false));
    }

    /* Something moved: the bars come back, and go again while the film plays. */
    stir() {
      this.#root.classList.remove("is-idle");
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => {
        const isUsed = [this.#controls.top, this.#controls.bar].some((bar) => bar.matches(":has(:focus-visible)"));
        if (!isUsed) this.#root.classList.add("is-idle");
      }, IDLE_MS);
    }

    /* Where the panel goes: over the film, or beside or below it where the film leaves room. */
    #layOut() {
      const { innerWidth: width, innerHeight: height } = window;
      const filmWidth = Math.min(width, height * this.#aspect);
      const filmHeight = Math.min(height, width / this.#aspect);
      let layout = "over";
      if (height - filmHeight >= ROOM_BELOW_PX && width < height) layout = "below";
      else if (width - filmWidth >= ROOM_BESIDE_PX) layout = "beside";
      this.#root.dataset.layout = layout;
      this.#root.style.setProperty("--aspect", String(this.#aspect));
    }
  }

  EduPulse.page = { Page };
})((globalThis.EduPulse ??= {}));
