/* Every word of the interface, one table per language; the lesson's own words come from lesson.js. */
(function (EduPulse) {
  "use strict";

  const TABLES = {
    en: {
      start: "Start",
      resume: "Continue",
      startOver: "Start again",
      resumeNote: "You stopped at “{scene}”.",
      by: "By {author}",
      minutes: (count) => (count === 1 ? "about 1 minute" : `about ${count} minutes`),
      questions: (count) => (count === 1 ? "1 question" : `${count} questions`),
      endings: (count) => (count === 1 ? "1 ending" : `${count} endings`),
      cast: "With",
      objectives: "What you will learn",
      play: "Play",
      pause: "Pause",
      back: "Back one step",
      seek: "Position in this scene",
      position: "{now} of {length}",
      captions: "Captions",
      speed: "Speed",
      mute: "Sound",
      volume: "Volume",
      fullscreen: "Full screen",
      settings: "Settings and keyboard",
      controls: "Player controls",
      film: "Film",
      scene: "Scene",
      score: (points) => (points === 1 || points === -1 ? `${points} point` : `${points} points`),
      question: "Question",
      chooseOne: "Choose one answer.",
      chooseSeveral: "Choose every answer that is right.",
      trueFalse: "True or false?",
      typeAnswer: "Type your answer.",
      yourAnswer: "Your answer",
      submit: "Answer",
      hint: "Show a hint",
      hintIs: "Hint:",
      attemptsLeft: (count) => (count === 1 ? "1 attempt left" : `${count} attempts left`),
      timeLeft: "Time left",
      seconds: (count) => (count === 1 ? "1 second left" : `${count} seconds left`),
      watchAgain: "Watch again",
      right: "That’s right",
      wrong: "Not quite",
      noted: "Your answer is noted",
      timeUp: "Time is up",
      answeredForYou: "The answer “{answer}” was chosen for you.",
      yourAnswerWas: "You answered: {answer}",
      correctAnswer: "Right answer:",
      correctAnswers: "Right answers:",
      nothingChosen: "Choose at least one answer first.",
      nothingTyped: "Type an answer first.",
      tryAgain: "Try again",
      goOn: "Continue",
      theEnd: "The end",
      success: "Well done",
      neutral: "The end",
      failure: "This did not work out",
      passed: "Passed",
      notPassed: "Not passed",
      passMark: (points) => `needed to pass: ${points}`,
      yourWay: "Your way through the lesson",
      noAnswer: "no answer",
      download: "Download my record",
      again: "Play again",
      lastQuestion: "Go back to the last question",
      stuckTitle: "The story stops here",
      stuckMessage: "The lesson does not say how to go on from here. It is not your fault; please tell your teacher.",
      noStart: "This lesson has no first scene yet.",
      noLesson: "The file lesson.js is missing or damaged. Copy the whole folder again, with everything in it.",
      filmFailed: "This part of the film cannot be played",
      filmFailedMessage: "The file “{file}” is missing, damaged, or this browser cannot play it. This is what is said in it:",
      withoutFilm: "Go on without the film",
      retry: "Try again",
      clickToPlay: "Play",
      loading: "Loading",
      close: "Close",
      restart: "Start again",
      restartAsk: "Start again from the beginning? Your answers so far are forgotten.",
      cancel: "Cancel",
      settingsTitle: "Settings",
      keysTitle: "Keyboard",
      captionSize: "Size of captions",
      small: "Small",
      medium: "Medium",
      large: "Large",
      timeLimits: "Time limits",
      asSet: "As set in the lesson",
      doubled: "Twice as long",
      off: "Off",
      singleKeys: "Single keys control the player",
      moved: "Back at “{scene}”.",
      keys: [
        ["Space, K", "Play or pause"],
        ["← →", "5 seconds back or on"],
        ["↑ ↓", "Louder or softer"],
        ["< >", "Slower or faster"],
        ["C", "Captions on or off"],
        ["M", "Sound on or off"],
        ["F", "Full screen"],
        ["1 – 9", "Choose an answer"],
        ["Enter", "Give the answer, go on"],
        ["Backspace, Alt ←", "Back one step"],
        ["?", "This sheet"],
      ],
    },
  };

  const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"]);

  function mainTag(language) {
    return String(language || "en").toLowerCase().split(/[-_]/)[0];
  }

  function direction(language) {
    return RIGHT_TO_LEFT.has(mainTag(language)) ? "rtl" : "ltr";
  }

  /* Returns the table for a language (English if there is none) and the language it is in. */
  function wordsFor(language) {
    const tag = mainTag(language);
    const found = Object.hasOwn(TABLES, tag) ? tag : "en";
    return { language: found, ...TABLES[found] };
  }

  /* Puts values into the {places} of a sentence. */
  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  }

  EduPulse.words = { direction, fill, wordsFor };
})((globalThis.EduPulse ??= {}));
