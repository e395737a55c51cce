/* Every word of the interface, one table (words-*.js) per language; the lesson's own words come from lesson.js. */
(function (EduPulse) {
  "use strict";

  /* {language: {name: words}}; a word that depends on a number is a function of it. */
  const tables = {};
  const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"]);

  function mainTag(language) {
    return String(language || "en").toLowerCase().split(/[-_]/)[0];
  }

  function direction(language) {
    return RIGHT_TO_LEFT.has(mainTag(language)) ? "rtl" : "ltr";
  }

  /* Returns the words for a language, in English where it has none, and the language they are in. */
  function wordsFor(language) {
    const tag = mainTag(language);
    const found = Object.hasOwn(tables, tag) ? tag : "en";
    return { ...tables.en, ...tables[found], language: found };
  }

  /* Puts values into the {places} of a sentence. */
  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  }

  EduPulse.words = { direction, fill, tables, wordsFor };
})((globalThis.EduPulse ??= {}));
