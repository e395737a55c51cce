/* The bar under the film: play, position, captions, speed, sound, full screen; and the bar above it. */
(function (EduPulse) {
  "use strict";

  const { button, icon, make, renew, told } = EduPulse.elements;
  const { fill } = EduPulse.words;
  const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];

  class Controls {
    #words;
    #wishes;
    #isPlaying = false;
    #soughtMs = 0;

    /* wishes: {toggle, seek(ms) while the handle is held, seekTo(ms) when it is let go, back, captions, rate(number), volume(number), mute, fullscreen, settings, restart} */
    constructor(words, wishes, preferences) {
      this.#words = words;
      this.#wishes = wishes;
      this.#buildTop();
      this.#buildBar(preferences);
    }

    setScene(title, score) {
      this.sceneTitle.textContent = title;
      this.score.textContent = score;
      this.score.hidden = score === "";
    }

    setBack(isPossible) {
      this.backButton.disabled = !isPossible;
    }

    setPlaying(isPlaying) {
      if (this.#isPlaying === isPlaying) return;
      this.#isPlaying = isPlaying;
      renew(this.playButton, isPlaying ? "pause" : "play", isPlaying ? this.#words.pause : this.#words.play);
    }

    setPosition(ms, lengthMs) {
      const length = Math.max(1, Math.round(lengthMs));
      this.slider.max = String(length);
      this.slider.value = String(Math.round(ms));
      this.slider.style.setProperty("--done", `${(100 * ms) / length}%`);
      const now = { now: clock(ms), length: clock(lengthMs) };
      const said = fill(this.#words.position, now);
      if (this.slider.getAttribute("aria-valuetext") !== said) {
        this.slider.setAttribute("aria-valuetext", said);
        this.time.textContent = `${now.now} / ${now.length}`;
      }
    }

    setPreferences(preferences) {
      this.captionsButton.setAttribute("aria-pressed", String(preferences.captions));
      this.rate.value = String(preferences.rate);
      const isSilent = preferences.muted || preferences.volume === 0;
      renew(this.muteButton, isSilent ? "muted" : "sound", this.#words.mute);
      this.muteButton.setAttribute("aria-pressed", String(!isSilent));
      this.volume.value = String(Math.round(preferences.volume * 100));
      this.volume.style.setProperty("--done", `${isSilent ? 0 : preferences.volume * 100}%`);
    }

    setFullscreen(isFull) {
      renew(this.fullscreenButton, isFull ? "windowed" : "fullscreen", this.#words.fullscreen);
      this.fullscreenButton.setAttribute("aria-pressed", String(isFull));
    }

    /* While a question is open there is no film to control. */
    setFilm(isFilm) {
      this.playButton.disabled = !isFilm;
      this.slider.disabled = !isFilm;
    }

    #buildTop() {
      const words = this.#words;
      this.backButton = button("quiet back", "back", words.back, this.#wishes.back, { quiet: true });
      this.sceneTitle = told("span", "", { class: "scene-title" });
      this.score = make("span", { class: "score" });
      this.score.hidden = true;
      this.restartButton = button("quiet", "restart", words.restart, this.#wishes.restart, { quiet: true });
      this.settingsButton = button("quiet", "settings", words.settings, this.#wishes.settings, { quiet: true });
      this.top = make("header", { class: "top" }, this.backButton, this.sceneTitle, this.score, this.restartButton, this.settingsButton);
    }

    #buildBar(preferences) {
      const words = this.#words;
      const wishes = this.#wishes;
      this.playButton = button("quiet play", "play", words.play, wishes.toggle, { quiet: true });
      this.slider = make("input", {
        type: "range", class: "slider position", min: "0", max: "1", step: "1", "aria-label": words.seek,
        input: () => wishes.seek((this.#soughtMs = Number(this.slider.value))), change: () => wishes.seekTo(this.#soughtMs),
      });
      this.time = make("span", { class: "time", "aria-hidden": "true" });
      this.captionsButton = button("quiet", "captions", words.captions, wishes.captions, { quiet: true });
      this.rate = make("select", { class: "rate", "aria-label": words.speed, title: words.speed, change: () => wishes.rate(Number(this.rate.value)) });
      for (const rate of RATES) this.rate.append(make("option", { value: String(rate), text: `${rate} ×` }));
      this.muteButton = button("quiet", "sound", words.mute, wishes.mute, { quiet: true });
      this.volume = make("input", {
        type: "range", class: "slider volume", min: "0", max: "100", step: "5", "aria-label": words.volume,
        input: () => wishes.volume(Number(this.volume.value) / 100),
      });
      this.fullscreenButton = button("quiet", "fullscreen", words.fullscreen, wishes.fullscreen, { quiet: true });
      if (!document.fullscreenEnabled) this.fullscreenButton.hidden = true;
      const right = make("div", { class: "group" }, this.captionsButton, this.rate, this.muteButton, this.volume, this.fullscreenButton);
      this.bar = make("div", { class: "bar", role: "group", "aria-label": words.controls }, this.playButton, this.slider, this.time, right);
      this.big = make("button", { type: "button", class: "big-play", "aria-label": words.clickToPlay, click: wishes.toggle }, icon("play"));
      this.big.hidden = true;
      this.setPreferences(preferences);
    }
  }

  function nextRate(rate, step) {
    const index = RATES.indexOf(rate) < 0 ? RATES.indexOf(1) : RATES.indexOf(rate);
    return RATES[Math.min(RATES.length - 1, Math.max(0, index + step))];
  }

  function clock(ms) {
    const seconds = Math.floor(ms / 1000 + 0.001);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  EduPulse.controls = { Controls, clock, nextRate };
})((globalThis.EduPulse ??= {}));
