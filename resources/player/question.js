/* The question at the end of a scene, and what is said about the answer. */
(function (EduPulse) {
  "use strict";

  const { button, icon, make, told } = EduPulse.elements;
  const { fill } = EduPulse.words;
  const TICK_MS = 200;
  const WARNINGS_S = [30, 10, 5];

  class Question {
    #words;
    #asked;
    #choices;
    #wishes;
    #timer = 0;
    #isAnswered = false;

    /* state: {choices, left, limitMs}; wishes: {answer(answer), watchAgain, say(text)} */
    constructor(words, asked, state, wishes) {
      this.#words = words;
      this.#asked = asked;
      this.#choices = state.choices;
      this.#wishes = wishes;
      this.heading = told("h2", asked.question || words.question, { tabindex: "-1", id: "question" });
      this.element = this.#build(state);
      /* Where an answer begins: in the field, which is described by the question, or at the question. */
      this.beginning = this.input ?? this.heading;
      if (state.limitMs !== null) this.#count(state.limitMs);
    }

    /* Answers with the choice of this number (from 1), or ticks it; tells whether there is one. */
    choose(number) {
      const controls = [...this.element.querySelectorAll("button.choice, .choice input")];
      if (number > controls.length) return false;
      controls[number - 1].focus();
      controls[number - 1].click();
      return true;
    }

    stop() {
      clearInterval(this.#timer);
    }

    #build(state) {
      const words = this.#words;
      this.clock = make("span", { class: "clock", role: "timer" });
      this.clock.hidden = true;
      const left = state.left === null || this.#asked.attempts === 1 ? null : make("span", { class: "attempts", text: words.attemptsLeft(state.left) });
      const status = make("div", { class: "status" }, make("span", { class: "kicker", text: words.question }), left, this.clock);
      this.note = make("p", { class: "note", role: "alert" });
      const form = make("form", { class: "answers", novalidate: true, submit: (event) => this.#submit(event) }, this.#answers(), this.note);
      form.append(make("div", { class: "actions" }, this.#submitButton(), this.#hintButton(), this.#againButton(state)));
      return make("section", { class: `panel question asks-${this.#asked.asks}`, "aria-labelledby": "question" }, status, this.heading, this.#how(), form, this.hint ?? null);
    }

    #how() {
      const words = this.#words;
      const ways = { "single-choice": words.chooseOne, "several-correct": words.chooseSeveral, "true-false": words.trueFalse, "short-text": words.typeAnswer };
      return make("p", { class: "how", text: ways[this.#asked.asks] ?? words.chooseOne });
    }

    #answers() {
      if (this.#asked.asks === "short-text") return this.#field();
      const isSeveral = this.#asked.asks === "several-correct";
      const items = this.#choices.map((choice, index) => make("li", {}, isSeveral ? this.#tick(choice, index) : this.#pick(choice, index)));
      return make("ul", { class: "choices", role: "list" }, ...items);
    }

    #field() {
      this.input = make("input", { type: "text", class: "field", id: "answer", autocomplete: "off", autocapitalize: "off", spellcheck: "false", dir: "auto", maxlength: "400", "aria-describedby": "question" });
      return make("div", { class: "typed" }, make("label", { for: "answer", text: this.#words.yourAnswer }), this.input);
    }

    #pick(choice, index) {
      const click = () => this.#answer({ choices: [choice.id], text: "", timedOut: false });
      return make("button", { type: "button", class: "choice", click }, number(index), told("span", choice.text, { class: "text" }));
    }

    #tick(choice, index) {
      const box = make("input", { type: "checkbox", value: choice.id });
      return make("label", { class: "choice" }, box, make("span", { class: "box", "aria-hidden": "true" }, icon("right")), told("span", choice.text, { class: "text" }), number(index));
    }

    #submitButton() {
      const isPick = this.#asked.asks === "single-choice" || this.#asked.asks === "true-false";
      return isPick ? null : make("button", { type: "submit", class: "primary" }, make("span", { text: this.#words.submit }), icon("forward"));
    }

    #hintButton() {
      if (!this.#asked.hint) return null;
      this.hint = make("p", { class: "hint", id: "hint" }, icon("hint"), make("b", { text: this.#words.hintIs }), " ", told("span", this.#asked.hint));
      this.hint.hidden = true;
      const show = button("secondary", "hint", this.#words.hint, () => {
        this.hint.hidden = !this.hint.hidden;
        show.setAttribute("aria-expanded", String(!this.hint.hidden));
        if (!this.hint.hidden) this.#wishes.say(`${this.#words.hintIs} ${this.#asked.hint}`);
      });
      show.setAttribute("aria-expanded", "false");
      show.setAttribute("aria-controls", "hint");
      return show;
    }

    /* Not while the clock runs: watching again would be a way to stop it. */
    #againButton(state) {
      if (state.limitMs !== null || !this.#wishes.watchAgain) return null;
      return button("secondary", "replay", this.#words.watchAgain, this.#wishes.watchAgain);
    }

    #submit(event) {
      event.preventDefault();
      if (this.input) {
        if (!this.input.value.trim()) return this.#complain(this.#words.nothingTyped, this.input);
        return this.#answer({ choices: [], text: this.input.value, timedOut: false });
      }
      const boxes = [...this.element.querySelectorAll(".choice input")];
      if (!boxes.length) return undefined;
      const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
      if (!ticked.length) return this.#complain(this.#words.nothingChosen, boxes[0]);
      return this.#answer({ choices: ticked, text: "", timedOut: false });
    }

    #complain(text, where) {
      this.note.textContent = text;
      where.focus();
    }

    #answer(answer) {
      if (this.#isAnswered) return;
      this.#isAnswered = true;
      this.stop();
      this.#wishes.answer(answer);
    }

    #count(limitMs) {
      const until = performance.now() + limitMs;
      const warned = new Set(WARNINGS_S.filter((seconds) => seconds * 1000 >= limitMs));
      const seconds = make("span", { class: "seconds" });
      this.clock.replaceChildren(icon("clock"), seconds, make("span", { class: "run", "aria-hidden": "true" }));
      this.clock.setAttribute("aria-label", this.#words.timeLeft);
      this.clock.hidden = false;
      const tick = () => {
        const leftMs = Math.max(0, until - performance.now());
        const left = Math.ceil(leftMs / 1000);
        const said = EduPulse.controls.clock(left * 1000);
        if (seconds.textContent !== said) seconds.textContent = said;
        this.clock.style.setProperty("--left", String(leftMs / limitMs));
        this.clock.classList.toggle("soon", left <= 10);
        for (const warning of WARNINGS_S) {
          if (left <= warning && !warned.has(warning)) {
            warned.add(warning);
            this.#wishes.say(this.#words.seconds(left), true);
          }
        }
        if (leftMs <= 0) this.#answer({ choices: [], text: "", timedOut: true });
      };
      this.#timer = setInterval(tick, TICK_MS);
      tick();
    }
  }

  function number(index) {
    return make("span", { class: "number", "aria-hidden": "true", text: index < 9 ? String(index + 1) : "" });
  }

  /* The order in which choices are shown: as written, or shuffled the same way for the same seed. */
  function order(choices, isShuffled, seed) {
    const ordered = [...choices];
    if (!isShuffled) return ordered;
    let state = (seed ^ 0x9e3779b9) >>> 0;
    for (let index = ordered.length - 1; index > 0; index -= 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const other = Math.floor((state / 2 ** 32) * (index + 1));
      [ordered[index], ordered[other]] = [ordered[other], ordered[index]];
    }
    return ordered;
  }

  /* Whether anything is to be said about an answer before the story goes on. */
  function hasFeedback(asked, given) {
    const isCommented = asked.choices.some((choice) => given.chosen.includes(choice.id) && choice.feedback);
    return !given.final || given.timedOut || given.right !== null || isCommented || asked.right_feedback !== "";
  }

  /* state: {left, isSolved: the right answer may be shown}; wishes: {goOn}. */
  function feedback(words, asked, given, offered, state, wishes) {
    const chosen = asked.choices.filter((choice) => given.chosen.includes(choice.id));
    const kind = given.right === null ? "noted" : given.right ? "right" : "wrong";
    const verdicts = { right: words.right, wrong: words.wrong, noted: words.noted };
    const verdict = given.timedOut && given.right !== true ? words.timeUp : verdicts[kind];
    const heading = make("h2", { tabindex: "-1", id: "verdict", text: verdict });
    const parts = [
      ...remarks(asked, given, chosen).map((text) => told("p", text, { class: "remark" })),
      yourAnswer(words, given, chosen),
      state.isSolved ? solution(words, offered) : null,
    ];
    if (!given.final && state.left !== null) parts.push(make("p", { class: "attempts", text: words.attemptsLeft(state.left) }));
    const go = given.final
      ? make("button", { type: "button", class: "primary", click: wishes.goOn }, make("span", { text: words.goOn }), icon("forward"))
      : make("button", { type: "button", class: "primary", click: wishes.goOn }, icon("restart"), make("span", { text: words.tryAgain }));
    const body = make("div", { class: "said-of-it" }, heading, ...parts);
    const element = make("section", { class: `panel feedback is-${kind}`, "aria-labelledby": "verdict" },
      make("span", { class: "seal", "aria-hidden": "true" }, icon(given.timedOut && kind !== "right" ? "clock" : kind)), body, make("div", { class: "actions" }, go));
    return { element, heading, go };
  }

  function remarks(asked, given, chosen) {
    const general = given.right === false ? asked.wrong_feedback : asked.right_feedback;
    return [...chosen.map((choice) => choice.feedback), general].filter((text) => text);
  }

  function yourAnswer(words, given, chosen) {
    const texts = given.text || chosen.map((choice) => choice.text).join(" · ");
    if (!texts) return null;
    return told("p", fill(given.timedOut ? words.answeredForYou : words.yourAnswerWas, { answer: texts }), { class: "yours" });
  }

  function solution(words, offered) {
    const correct = offered.filter((choice) => choice.correct);
    if (!correct.length) return null;
    const label = make("b", { text: correct.length > 1 ? words.correctAnswers : words.correctAnswer });
    return make("div", { class: "solution" }, label, make("ul", {}, ...correct.map((choice) => told("li", choice.text))));
  }

  EduPulse.question = { Question, feedback, hasFeedback, order };
})((globalThis.EduPulse ??= {}));
