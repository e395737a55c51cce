/* Keys to wishes. Single keys rest while text is typed, and can be switched off in the settings. */
(function (EduPulse) {
  "use strict";

  const SEEK_MS = 5000;
  const VOLUME_STEP = 0.1;

  /* wishes: {choose(number), seekBy, louder, toggle, captions, mute, fullscreen, back, faster(step), settings, goOn}; each returns false if it has no use now. */
  function listen(target, wishes, singleKeys) {
    target.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const wish = wishOf(event, wishes, singleKeys());
      if (wish && wish() !== false) event.preventDefault();
    });
  }

  function wishOf(event, wishes, hasSingleKeys) {
    if (event.ctrlKey || event.metaKey) return null;
    if (event.altKey) return event.key === "ArrowLeft" ? wishes.back : null;
    const { target } = event;
    if (event.repeat && !event.key.startsWith("Arrow")) return null;
    if (isTyping(target)) return null;
    if (event.key === "Enter") return isControl(target) ? null : wishes.goOn;
    if (!hasSingleKeys) return null;
    if (/^[1-9]$/.test(event.key)) return () => wishes.choose(Number(event.key));
    if (event.key === " ") return isControl(target) && target.type !== "range" ? null : wishes.toggle;
    if (event.key.startsWith("Arrow")) return arrow(event.key, target, wishes);
    if (isSelect(target)) return null;
    const keys = {
      k: wishes.toggle, c: wishes.captions, m: wishes.mute, f: wishes.fullscreen, Backspace: wishes.back, "?": wishes.settings,
      ">": () => wishes.faster(1), "<": () => wishes.faster(-1),
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    return Object.hasOwn(keys, key) ? keys[key] : null;
  }

  /* On the slider of the position all four arrows move it; a step of its own would be a millisecond.
   * Its handle goes to the right with the film, whatever the script. */
  function arrow(key, target, wishes) {
    const isPosition = target.matches?.(".position") ?? false;
    if (!isPosition && ownsArrows(target)) return null;
    const isUp = key === "ArrowUp";
    if (isUp || key === "ArrowDown") {
      return isPosition ? () => wishes.seekBy(isUp ? SEEK_MS : -SEEK_MS) : () => wishes.louder(isUp ? VOLUME_STEP : -VOLUME_STEP);
    }
    return () => wishes.seekBy(key === "ArrowRight" ? SEEK_MS : -SEEK_MS);
  }

  function isTyping(target) {
    return target.matches?.("input[type=text], textarea") ?? false;
  }

  function isSelect(target) {
    return target.matches?.("select") ?? false;
  }

  function isControl(target) {
    return target.matches?.("button, input, select, summary, a, label") ?? false;
  }

  function ownsArrows(target) {
    return target.matches?.("input[type=range], select") || Boolean(target.closest?.(".panel, .cover, .transcript"));
  }

  EduPulse.keyboard = { listen };
})((globalThis.EduPulse ??= {}));
