/* Elements and icons. Texts only ever become text nodes; nothing here takes mark-up. */
(function (EduPulse) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  /* Drawn on a 24 × 24 grid as strokes. */
  const ICONS = {
    play: ["M7 4.5v15l12.5-7.5z"],
    pause: ["M8 5v14", "M16 5v14"],
    back: ["M9 5 4 10l5 5", "M4 10h10a5 5 0 0 1 0 10h-3"],
    captions: ["M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z", "M10.5 10.5a2 2 0 1 0 0 3", "M17 10.5a2 2 0 1 0 0 3"],
    sound: ["M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z", "M15.5 9a4 4 0 0 1 0 6", "M18 6.5a8 8 0 0 1 0 11"],
    muted: ["M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z", "m16 9.5 5 5", "m21 9.5-5 5"],
    fullscreen: ["M4 9V4h5", "M20 9V4h-5", "M4 15v5h5", "M20 15v5h-5"],
    windowed: ["M9 4v5H4", "M15 4v5h5", "M9 20v-5H4", "M15 20v-5h5"],
    settings: ["M4 7h9", "M19 7h1", "M16 4.5v5", "M4 17h1", "M11 17h9", "M8 14.5v5"],
    right: ["m5 12.5 4.5 4.5L19 7"],
    wrong: ["M7 7l10 10", "M17 7 7 17"],
    noted: ["M5 12h14", "m13 6 6 6-6 6"],
    hint: ["M9 18h6", "M10 21h4", "M12 3a6 6 0 0 0-3.5 10.9c.6.5 1 1.2 1 2.1h5c0-.9.4-1.6 1-2.1A6 6 0 0 0 12 3z"],
    clock: ["M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 9v4l2.5 2", "M9.5 2h5"],
    download: ["M12 4v11", "m7 10.5 5 5 5-5", "M5 20h14"],
    restart: ["M4.5 12a7.5 7.5 0 1 0 2.3-5.4", "M4 4v4.5h4.5"],
    replay: ["M4.5 12a7.5 7.5 0 1 0 2.3-5.4", "M4 4v4.5h4.5", "M10.5 9v6l5-3z"],
    success: ["M12 3l2.6 5.6 6.1.7-4.5 4.2 1.2 6L12 16.5 6.6 19.5l1.2-6L3.3 9.3l6.1-.7z"],
    failure: ["M12 4 2.8 20h18.4z", "M12 10v5", "M12 17.6v.2"],
    neutral: ["M6 21V4", "M6 4.5c4-2 8 2 12 0v9c-4 2-8-2-12 0"],
    close: ["M6 6l12 12", "M18 6 6 18"],
    forward: ["M5 12h13", "m13 6.5 5.5 5.5L13 17.5"],
  };

  /* make("button", {class: "choice", text: "Yes", click: answer}, child, …) */
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (name === "text") element.textContent = value;
      else if (typeof value === "function") element.addEventListener(name, value);
      else element.setAttribute(name === "class" ? "class" : name, value === true ? "" : String(value));
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  /* The lesson's own words: in its language, in the direction of their letters. */
  function told(tag, text, properties = {}) {
    return make(tag, { dir: "auto", lang: document.documentElement.lang, ...properties, text });
  }

  function icon(name) {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("class", `icon icon-${name}`);
    drawing.setAttribute("aria-hidden", "true");
    drawing.setAttribute("focusable", "false");
    for (const path of ICONS[name]) {
      const stroke = document.createElementNS(SVG, "path");
      stroke.setAttribute("d", path);
      drawing.append(stroke);
    }
    return drawing;
  }

  /* A button with an icon and a name; the name is seen unless `quiet`. */
  function button(kind, iconName, name, click, { quiet = false } = {}) {
    const element = make("button", { type: "button", class: kind, click }, iconName ? icon(iconName) : null);
    if (quiet) {
      element.setAttribute("aria-label", name);
      element.title = name;
    } else {
      element.append(make("span", { text: name }));
    }
    return element;
  }

  function renew(buttonElement, iconName, name) {
    buttonElement.querySelector("svg").replaceWith(icon(iconName));
    buttonElement.setAttribute("aria-label", name);
    buttonElement.title = name;
  }

  /* A file of the package as an address; names are escaped part by part. */
  function address(file) {
    return file.split("/").map(encodeURIComponent).join("/");
  }

  EduPulse.elements = { address, button, icon, make, renew, told };
})((globalThis.EduPulse ??= {}));
