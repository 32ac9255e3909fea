/* The search field, its results, and the marks on a page that was found.

   Nothing is loaded before somebody is about to search: then come the library, the engine and the index, as scripts,
   so that it also works from a folder. Whatever comes from the address, the field or the index becomes text, never markup. */

(() => {
  "use strict";

  const box = document.querySelector("[data-search]");
  const toggle = document.getElementById("__search");
  if (!box || !toggle) return;

  const query = box.querySelector("[data-md-component=search-query]");
  const status = box.querySelector(".md-search-result__meta");
  const list = box.querySelector(".md-search-result__list");
  const share = box.querySelector("[data-md-component=search-share]");
  const [scripts, indexAddress] = box.dataset.search.split(" ");
  const site = new URL("./", new URL(indexAddress, location.href));
  const asked = new URLSearchParams(location.search);
  const invitation = status.textContent;
  const SHOWN = 2;      // results of a page before "more"
  const COPIED = 2000;  // milliseconds

  let engine = null;
  let loading = null;

  toggle.addEventListener("change", () => (toggle.checked ? open() : close()));
  query.addEventListener("focus", open);
  query.addEventListener("input", show);
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  box.querySelector("form").addEventListener("reset", () => {
    query.value = "";
    show();
    query.focus();
  });
  share.addEventListener("click", copy);
  list.addEventListener("click", ({ target }) => {
    if (target.closest("a") && toggle.checked) toggle.click();   // a result on this very page
  });
  document.addEventListener("keydown", keys);

  if (asked.has("q")) start();
  if (asked.has("h")) mark(asked.get("h"));
  const lost = document.querySelector("[data-lost]");
  if (lost) find(lost);

  function start() {
    query.value = asked.get("q").slice(0, query.maxLength);
    if (!toggle.checked) toggle.click();
    query.focus();
    show();
  }

  function open() {
    if (!toggle.checked) toggle.click();
    if (document.activeElement !== query) query.focus();
    load();
  }

  function close() {
    if (box.contains(document.activeElement)) document.activeElement.blur();
  }

  /* Keys: as in Material's search */

  function keys(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const { key, target } = event;
    if (!toggle.checked) {
      if (!["/", "f", "s"].includes(key) || target.closest("input, select, textarea, [contenteditable]")) return;
      event.preventDefault();
      open();
      query.select();
    } else if (key === "Escape") {
      event.preventDefault();
      toggle.click();
    } else if (key === "Tab") {
      // Tab leaves the results, and with them the search.
      if (!box.contains(target) || (target !== query && !event.shiftKey)) toggle.click();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      const stops = [query, ...box.querySelectorAll(
        ".md-search-result__meta :is(a, button), .md-search-result__link, .md-search-result__more > summary")]
        .filter((each) => each === query || each.checkVisibility?.() !== false);
      const at = Math.max(0, stops.indexOf(document.activeElement));
      const next = stops[(at + (key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length];
      event.preventDefault();
      next.focus();
    } else if (target.closest(".md-search-result") && key.length === 1) {
      query.focus();   // typing goes on in the field
    }
  }

  /* Loading */

  function load() {
    if (engine || loading) return;
    if (query.value.trim()) say("Loading the search index");
    let data = null;
    globalThis.searchIndex = (found) => { data = found; };
    const wanted = [
      globalThis.MiniSearch ? null : `${scripts}/vendor/minisearch.js`,
      globalThis.searchEngine ? null : `${scripts}/search-engine.js`,
      indexAddress,
    ];
    loading = Promise.all(wanted.filter(Boolean).map(script))
      .then(() => {
        engine = globalThis.searchEngine(data);
        loading = null;
        if (toggle.checked) show();
      })
      .catch(failed);
  }

  function script(address) {
    return new Promise((done, wrong) => {
      const made = element("script", { src: address, async: true, onload: done });
      made.onerror = () => { made.remove(); wrong(); };
      // A page in its place, such as one to log in, is no script: that it cannot be read is said in the results.
      addEventListener("error", (event) => {
        if (event.filename === made.src) event.preventDefault();
      }, { once: true });
      document.head.append(made);
    });
  }

  function failed() {
    loading = null;
    const again = element("a", { href: location.href, onclick: retry }, "Try again");
    status.replaceChildren("The search index could not be loaded. ", again);
    list.replaceChildren();
  }

  function retry(event) {
    event.preventDefault();
    query.focus();
    load();
    say("Loading the search index");
  }

  /* Results */

  function show() {
    const text = query.value.trim();
    share.href = `?${new URLSearchParams({ q: text })}`;
    if (!text) {
      list.replaceChildren();
      if (engine || loading) say(invitation);
      return;
    }
    if (!engine) {
      load();
      return;
    }
    const results = engine.search(text);
    list.replaceChildren(...results.map(item));
    list.parentElement.parentElement.scrollTop = 0;
    const count = results.length;
    say(count ? `${count === 1 ? "1 page" : `${count} pages`} found` : "Nothing found. Fewer or other words may help.");
  }

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
  }

  function item({ title, found }) {
    const links = found.map((each, place) => result(each, title, place === 0));
    const more = links.slice(SHOWN);
    const made = element("li", { className: "md-search-result__item" }, ...links.slice(0, SHOWN));
    if (more.length) {
      const words = element("div", {}, `${more.length} more on this page`);
      const summary = element("summary", { tabIndex: -1 }, words);
      made.append(element("details", { className: "md-search-result__more" }, summary, ...more));
    }
    return made;
  }

  function result(found, page, first) {
    const article = element("article", { className: "md-search-result__article md-typeset" });
    if (first) article.append(element("div", { className: "md-search-result__page" }, page));
    const heading = element(first ? "h1" : "h2", {}, ...marked(found.title, found.terms));
    if (found.value === undefined) {
      article.append(heading);
      if (found.teaser) article.append(element("p", {}, ...marked(found.teaser, found.terms)));
    } else {
      article.classList.add("md-search-result__fact");
      const past = found.past ? [" · ", element("span", { className: "md-search-result__past" }, `was ${found.past}`)] : [];
      const when = element("time", { dateTime: found.checked }, day(found.checked));
      article.append(heading, element("p", { className: "md-search-result__value" }, ...marked(found.value, found.terms)),
        element("p", {}, found.teaser ? `${found.teaser} · ` : "", "checked ", when, ...past));
    }
    return element("a", { href: address(found), className: "md-search-result__link", tabIndex: -1 }, article);
  }

  /* Where a result is: with the words to mark there. A folder has no server that would know its index page. */
  function address(found) {
    const target = new URL(found.address, site);
    if (target.protocol === "file:" && target.pathname.endsWith("/")) target.pathname += "index.html";
    const words = found.terms.filter((term) => /^[\p{L}\p{N}]{2,}$/u.test(term)).slice(0, 12);
    if (words.length) target.searchParams.set("h", words.join(" "));
    return target.href;
  }

  function day(iso) {
    return new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  function pattern(words) {
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).sort((one, other) => other.length - one.length);
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  }

  /* A text in pieces, the found words in marks. */
  function marked(text, terms) {
    const words = terms.filter((term) => /^[\p{L}\p{N}]/u.test(term));
    if (!words.length) return [text];
    const pieces = [];
    let end = 0;
    for (const match of text.matchAll(pattern(words))) {
      pieces.push(text.slice(end, match.index), element("mark", {}, match[0]));
      end = match.index + match[0].length;
    }
    return [...pieces, text.slice(end)];
  }

  function mark(text) {
    const words = text.slice(0, 200).split(/\s+/).filter(Boolean).slice(0, 12);
    const article = document.querySelector("article");
    if (!words.length || !article) return;
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, (node) =>
      (node.parentElement.closest("script, style, svg, .headerlink, [data-search]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const node of texts) {
      const pieces = marked(node.data, words);
      if (pieces.length > 1) node.replaceWith(...pieces);
    }
  }

  /* What may have been meant by an address that is not there. */
  function find(place) {
    let path = location.pathname.slice(site.pathname.length);
    try {
      path = decodeURIComponent(path);
    } catch {
      // Half an escape is no reason to find nothing.
    }
    const words = path.replace(/\.(html?|md|php)$/, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ").slice(0, query.maxLength);
    if (!words) return;
    query.value = words;
    load();
    loading.then(() => {
      const results = engine ? engine.search(words).slice(0, 5) : [];
      if (!results.length) return;
      place.querySelector("ol").replaceChildren(...results.map(({ address: page, title, found }) => element("li", {},
        element("a", { href: new URL(page, site).href }, title),
        element("p", {}, found[0].value === undefined ? found[0].title : `${found[0].title}: ${found[0].value}`))));
      place.hidden = false;
    });
  }

  async function copy(event) {
    event.preventDefault();
    const web = new URL(share.href);
    try {
      await navigator.clipboard.writeText(web.href);
      say("The address of this search is copied");
      setTimeout(show, COPIED);
    } catch {
      location.assign(web);   // there it stands in the address bar
    }
  }

  // Strings become text, never markup.
  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }
})();
