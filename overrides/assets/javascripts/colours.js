/* The button that changes the colours: those of the system, light, dark, and round again.
   What is chosen is kept, and holds before anything is painted: the script in overrides/main.html reads it. */

(() => {
  "use strict";

  const KEY = "notes.colours";
  const NEXT = { system: "light", light: "dark", dark: "system" };
  const WORDS = { light: "Switch to light colours", dark: "Switch to dark colours", system: "Switch to the colours of your system" };
  const root = document.documentElement;
  const button = document.querySelector(".colours");
  const bars = [...document.querySelectorAll("meta[name=theme-color]")];
  const asWritten = bars.map(({ content }) => content);

  button.addEventListener("click", () => {
    const chosen = NEXT[root.dataset.colours];
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // Storage may be refused: then it holds for this page.
    }
    show(chosen);
  });
  // Another tab.
  addEventListener("storage", ({ key, newValue }) => key === KEY && show(newValue));
  show(root.dataset.colours);

  function show(name) {
    const colours = Object.hasOwn(NEXT, name ?? "") ? name : "system";
    root.dataset.colours = colours;
    button.title = WORDS[NEXT[colours]];
    button.setAttribute("aria-label", button.title);
    // The browser's own bar: the first is for light, the second for dark.
    bars.forEach((bar, at) => { bar.content = asWritten[{ light: 0, dark: 1 }[colours] ?? at]; });
  }
})();
