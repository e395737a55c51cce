/* The sheets that lie over everything: settings and keys, and the question before starting again. */
(function (EduPulse) {
  "use strict";

  const { button, make } = EduPulse.elements;

  class Sheets {
    #film;

    /* film: {isPlaying(), pause(), play()}, what rests while a sheet is open; wishes: {changed(name, value), restart}. */
    constructor(words, preferences, hasLimits, film, wishes) {
      this.#film = film;
      this.settings = settingsSheet(words, preferences, hasLimits, wishes.changed);
      this.restart = restartSheet(words, wishes.restart);
    }

    get all() {
      return [this.settings, this.restart];
    }

    /* Opens a sheet; what was playing goes on when it closes. */
    open(sheet) {
      if (this.#film.isPlaying()) {
        this.#film.pause();
        sheet.addEventListener("close", () => this.#film.play(), { once: true });
      }
      sheet.showModal();
    }
  }

  /* changed(name, value) is told of every setting. */
  function settingsSheet(words, preferences, hasLimits, changed) {
    const dialog = make("dialog", { class: "sheet", "aria-labelledby": "sheet-title" });
    const close = button("quiet close", "close", words.close, () => dialog.close(), { quiet: true });
    const keys = make("dl", { class: "keys" });
    for (const [key, meaning] of words.keys) keys.append(make("dt", {}, ...key.split(", ").map((each) => make("kbd", { text: each }))), make("dd", { text: meaning }));
    const single = make("input", { type: "checkbox", id: "single-keys", change: () => changed("singleKeys", single.checked) });
    single.checked = preferences.singleKeys;
    dialog.append(
      make("div", { class: "sheet-top" }, make("h2", { id: "sheet-title", text: words.settingsTitle }), close),
      choiceOf("captionSize", words.captionSize, [["small", words.small], ["medium", words.medium], ["large", words.large]], preferences, changed),
      hasLimits ? choiceOf("timeLimits", words.timeLimits, [["as-set", words.asSet], ["doubled", words.doubled], ["off", words.off]], preferences, changed) : "",
      make("h3", { text: words.keysTitle }),
      make("p", { class: "switch" }, single, make("label", { for: "single-keys", text: words.singleKeys })),
      keys);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    return dialog;
  }

  function choiceOf(name, label, options, preferences, changed) {
    const select = make("select", { id: `set-${name}`, change: () => changed(name, select.value) });
    for (const [value, text] of options) select.append(make("option", { value, text }));
    select.value = preferences[name];
    return make("p", { class: "setting" }, make("label", { for: `set-${name}`, text: label }), select);
  }

  /* Asks before the answers so far are forgotten. */
  function restartSheet(words, agreed) {
    const dialog = make("dialog", { class: "sheet small", "aria-labelledby": "restart-title" });
    const yes = button("primary", "restart", words.restart, () => {
      dialog.close();
      agreed();
    });
    dialog.append(make("h2", { id: "restart-title", text: words.restartAsk }), make("div", { class: "actions" }, yes, button("secondary", null, words.cancel, () => dialog.close())));
    return dialog;
  }

  EduPulse.sheets = { Sheets };
})((globalThis.EduPulse ??= {}));
