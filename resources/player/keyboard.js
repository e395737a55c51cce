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
    if (event.key.startsWith("Arrow")) return ownsArrows(target) ? null : arrow(event.key, wishes);
    if (isSelect(target)) return null;
    const keys = {
      k: wishes.toggle, c: wishes.captions, m: wishes.mute, f: wishes.fullscreen, Backspace: wishes.back, "?": wishes.settings,
      ">": () => wishes.faster(1), "<": () => wishes.faster(-1),
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    return Object.hasOwn(keys, key) ? keys[key] : null;
  }

  function arrow(key, wishes) {
    switch (key) {
      case "ArrowLeft": return () => wishes.seekBy(-SEEK_MS);
      case "ArrowRight": return () => wishes.seekBy(SEEK_MS);
      case "ArrowUp": return () => wishes.louder(VOLUME_STEP);
      case "ArrowDown": return () => wishes.louder(-VOLUME_STEP);
      default: return null;
    }
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
