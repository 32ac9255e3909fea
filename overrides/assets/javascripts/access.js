/* What a keyboard and a screen reader need and no style sheet can give. */

(() => {
  "use strict";

  const SCROLLERS = ".md-typeset__scrollwrap, .md-typeset pre > code, .worked-math";
  const added = new MutationObserver((changes) => changes.forEach(({ target }) => nameless(target)));
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));

  if (document.readyState === "complete") start();
  else addEventListener("load", start);

  function start() {
    // The theme wraps tables when it starts.
    for (const place of document.querySelectorAll(SCROLLERS)) sizes.observe(place);
    for (const block of document.querySelectorAll(".md-typeset pre")) {
      nameless(block);
      added.observe(block, { childList: true });
    }
    const drawer = document.getElementById("__drawer");
    if (drawer) watchDrawer(drawer);
  }

  // What scrolls sideways can be focused, and then be scrolled with the arrow keys.
  function reach(place) {
    if (place.scrollWidth > place.clientWidth && !/visible/.test(getComputedStyle(place).overflowX)) {
      place.tabIndex = 0;
      if (place.localName === "code") return;
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", place.querySelector("table") ? "Table, scrolls sideways" : "Scrolls sideways");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) place.removeAttribute(name);
    }
  }

  // The theme puts the copy button of each code block, once it is seen, into a landmark. It is none.
  function nameless(block) {
    block.querySelector(":scope > .md-code__nav")?.setAttribute("role", "none");
  }

  // The menu button is a label, which no keyboard reaches: what is in it becomes a button.
  // Under an open drawer nothing can be focused, and Escape closes it.
  function watchDrawer(drawer) {
    const narrow = matchMedia("(max-width: 76.234375em)");
    const under = document.querySelectorAll(
      "[data-md-component=skip], .md-header, .md-content, .md-sidebar--secondary, .md-footer, .md-top",
    );
    const label = document.querySelector(".md-header label[for=__drawer]");
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.setAttribute("aria-label", label.textContent.trim());
    button.tabIndex = 0;
    button.append(...label.childNodes);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      drawer.click();
    });
    label.append(button);

    const cover = () => {
      button.setAttribute("aria-expanded", drawer.checked);
      for (const part of under) part.inert = drawer.checked && narrow.matches;
    };
    drawer.addEventListener("change", cover);
    narrow.addEventListener("change", cover);
    document.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !drawer.checked) return;
      drawer.click();
      button.focus();
    });
    cover();
  }
})();
