/* The captions of the scene shown, as text, with the speaker's name in the speaker's colour.
 *
 * A page from a disk may not load a text track, so the cues come with the lesson.
 */
(function (EduPulse) {
  "use strict";

  const { make } = EduPulse.elements;

  class Captions {
    #colours;
    #cues = [];
    #shown = null;

    constructor(lesson) {
      this.#colours = new Map(lesson.cast.map((character) => [character.name, character.caption_colour]));
      this.element = make("div", { class: "captions" });
    }

    of(scene) {
      this.#cues = scene ? scene.cues : [];
      this.at(-1);
    }

    at(ms) {
      const cue = this.#cues.find((each) => each.start_ms <= ms && ms < each.end_ms) ?? null;
      if (cue === this.#shown) return;
      this.#shown = cue;
      this.element.replaceChildren(...(cue ? [this.#bed(cue)] : []));
    }

    #bed(cue) {
      const bed = make("p", { class: "cue", dir: "auto", lang: document.documentElement.lang });
      if (cue.speaker) {
        const name = make("b", { class: "speaker", text: cue.speaker });
        name.style.color = this.#colours.get(cue.speaker) ?? "";
        bed.append(name);
      }
      bed.append(make("span", { class: "said", dir: "auto", text: cue.text }));
      return bed;
    }
  }

  EduPulse.captions = { Captions };
})((globalThis.EduPulse ??= {}));
