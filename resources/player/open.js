/* Opens the page: gives the lesson of lesson.js to a player, or says that there is none. */
(function (EduPulse) {
  "use strict";

  const { make } = EduPulse.elements;
  const { direction, wordsFor } = EduPulse.words;

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
    new EduPulse.player.Player(root, lesson);
  }

  open();
})((globalThis.EduPulse ??= {}));
