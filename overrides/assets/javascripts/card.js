/* The card of a fact: what its value is, where it is from, what it was.

   Hover, keyboard focus and a first tap open it, right behind the link: Tab and screen readers go from one to the
   other. Without this script the link leads to the fact's row in the reference.
   What it says is in the link's title and in the fact's row on the same page; without such a row, in the link
   (macros/facts.py writes all of it). */

(() => {
  "use strict";

  if (!HTMLElement.prototype.showPopover) return;   // before 2024 the link will do

  const gap = 6;      // pixels, around the card
  const SOON = 250;   // milliseconds: a pointer or a quick Tab that only passes opens nothing
  const card = element("div", { id: "fact-card", className: "fact-card", popover: "manual" });
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "fact-card-title");

  let current = null;   // the link whose card is open
  let summary = "";     // its title, taken away meanwhile: two cards would be one too many
  let tapped = null;    // the link that a finger came down on, when its card was not open
  let timer = 0;
  let moved = -SOON;    // when focus moved: the page may scroll then, and the pointer seems to

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || event.timeStamp < moved + SOON || card.querySelector(":focus-visible")) return;
    const link = factOf(event.target);
    if (link && link !== current) later(open, link);
    else if (link || !current || card.contains(event.target) || current.matches(":focus-visible")) clearTimeout(timer);
    else later(close);
  });

  document.addEventListener("pointerdown", (event) => {
    const link = factOf(event.target);
    tapped = event.pointerType !== "mouse" && link !== current ? link : null;
    if (link !== current && !card.contains(event.target)) close();
  });

  document.addEventListener("click", (event) => {
    const link = factOf(event.target);
    if (!link || link !== tapped || !event.detail) return;   // no detail: Enter, which follows
    event.preventDefault();
    open(link);
  });

  document.addEventListener("focusin", (event) => {
    moved = event.timeStamp;
    const link = factOf(event.target);
    if (card.contains(event.target) || (link && link === current)) clearTimeout(timer);
    else if (link && link.matches(":focus-visible")) later(open, link);
    else close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });

  window.addEventListener("resize", () => current && place());
  window.addEventListener("pagehide", close);
  document.addEventListener("scroll", (event) => {
    if (current && event.target !== document && !card.contains(event.target)) place();   // a wide table
  }, true);

  function later(act, link) {
    clearTimeout(timer);
    timer = setTimeout(act, SOON, link);
  }

  function factOf(target) {
    return target instanceof Element ? target.closest("a.fact") : null;
  }

  function open(link) {
    close();
    if (!link.isConnected) return;
    current = link;
    summary = link.title;
    card.replaceChildren(...content(link));
    link.removeAttribute("title");
    link.setAttribute("aria-description", summary);
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", card.id);
    link.after(card);
    card.showPopover();
    place();
  }

  function close() {
    clearTimeout(timer);
    if (!current) return;
    current.title = summary;
    for (const name of ["description", "expanded", "controls"]) current.removeAttribute(`aria-${name}`);
    current = null;
    card.remove();
  }

  // Closes it for somebody who is perhaps inside: they are back at the link, and the card stays closed.
  function leave() {
    const link = card.contains(document.activeElement) && current;
    close();
    if (link) link.focus();
    clearTimeout(timer);
  }

  // Below the value or above it, where there is room; on phones the style sheet makes it a sheet at the bottom.
  function place() {
    const { style } = card;
    style.cssText = "";
    const value = current.getBoundingClientRect();
    if (getComputedStyle(card).position === "fixed") {
      const covers = () => current.getBoundingClientRect().bottom + gap - card.getBoundingClientRect().top;
      if (covers() > 0) window.scrollBy({ top: Math.ceil(covers()), behavior: "instant" });
      if (covers() > 1) style.inset = "0 0 auto";   // at the end of a page
      return;
    }
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const above = value.top - 2 * gap;
    const below = height - value.bottom - 2 * gap;
    const under = card.offsetHeight <= below || below >= above;
    style.maxHeight = `${under ? below : above}px`;
    const lines = current.getClientRects();
    const left = Math.min(lines[under ? lines.length - 1 : 0].left, width - card.offsetWidth - gap);
    style.left = `${scrollX + Math.max(left, gap)}px`;
    style.top = `${scrollY + (under ? value.bottom + gap : value.top - gap - card.offsetHeight)}px`;
  }

  function content(link) {
    const fact = read(link);
    const source = fact.source && element("a", { href: fact.source, rel: "noopener" }, `Source: ${new URL(fact.source).host}`);
    const copy = element("button", { type: "button", ariaLive: "polite", onclick: () => copyLink(copy, link) }, "Copy link");
    return [
      element("p", { id: "fact-card-title" }, fact.title),
      element("p", { className: "fact-card-value" }, fact.value),
      fact.scope && element("p", {}, fact.scope),
      ...fact.past.map((line) => element("p", { className: line.startsWith("Was ") ? "fact-card-past" : "" }, line)),
      fact.note && element("p", {}, fact.note),
      element("p", { className: "fact-card-source" },
        fact.evidence && element("q", {}, fact.evidence), source, fact.derived, element("span", {}, fact.checked)),
      element("p", { className: "fact-card-doors" },
        element("a", { href: link.href }, "All details"),
        copy,
        element("a", { href: report(link.dataset.fact), rel: "noopener" }, "Report this"),
        element("button", { type: "button", className: "fact-card-close", onclick: leave }, "Close")),
    ].filter(Boolean);
  }

  function read(link) {
    const [title, , checked, ...past] = link.title.split("\n");
    const id = CSS.escape(link.dataset.fact);
    const row = document.querySelector(`tr[data-fact="${id}"], tr[id="${id}"]`);
    const fact = { title: title.slice(0, -1), checked, past, ...link.dataset };
    if (!row) return { value: link.textContent, ...fact };
    const source = row.querySelector('[data-label="Checked"] > a');
    const note = row.querySelector(".fact-note");
    const derived = row.querySelector(".fact-derived");
    return {
      ...fact,
      checked: checked.replace(/^.*, c/, "C"),   // what it is computed from follows in full
      value: row.querySelector(".fact-value").firstChild.textContent.trim(),
      scope: row.querySelector('[data-label="Scope"]').textContent,
      note: note && note.textContent,
      source: source && source.href,
      evidence: source && source.title.split("\n")[0].replace("AWS: ", ""),
      derived: derived && derived.cloneNode(true),
    };
  }

  function report(id) {
    const form = new URL(document.querySelector('meta[name="fact-report"]').content);
    form.searchParams.set("title", `Wrong fact: ${id}`);
    form.searchParams.set("fact", id);
    return form.href;
  }

  // The address of the row, on the web even when the page is read from a folder.
  function address(link) {
    const canonical = document.querySelector('link[rel="canonical"]');
    const web = location.protocol === "file:" && canonical;
    return web ? new URL(link.getAttribute("href"), canonical.href).href : link.href;
  }

  // Clipboards are refused here and there; then the address stands selected, to be copied by hand.
  async function copyLink(button, link) {
    try {
      await navigator.clipboard.writeText(address(link));
      button.textContent = "Copied";
    } catch {
      const field = element("input", { value: address(link), readOnly: true, ariaLabel: "Link to this fact" });
      button.replaceWith(field);
      field.select();
      place();
    }
  }

  // Strings become text, never markup.
  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children.filter(Boolean));
    return made;
  }
})();
