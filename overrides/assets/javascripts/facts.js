/* A filter above the tables of facts on the reference pages.

   Without this script the tables are read whole. What is filtered is kept in the address
   (?find=&service=&changed=1), so that a filtered view can be sent to somebody.
   Not ?q=: that opens the search of the whole site. */

(() => {
  "use strict";

  // Material offers document$, which also speaks after it has swapped one page for another.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  function start() {
    const place = document.querySelector(".facts--reference");
    if (!place || place.querySelector(".facts-filter")) return;

    const tables = document.querySelectorAll(".facts--reference table");
    const rows = [...document.querySelectorAll(".facts--reference tbody tr")].map(readRow);
    const filter = buildFilter(services(rows));
    const { find, service, changed } = filter.form.elements;
    const none = element("p", { className: "facts-none", hidden: true }, "No fact in this table fits.");

    place.classList.add("facts--filtered");
    place.prepend(filter.form, none);

    readAddress();
    show();

    filter.form.addEventListener("input", change);
    filter.form.addEventListener("submit", (event) => event.preventDefault());
    filter.form.addEventListener("reset", (event) => {
      event.preventDefault();
      clear();
      find.focus();
    });
    filter.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !filtered()) return;
      event.preventDefault();
      event.stopPropagation();
      clear();
    });
    window.addEventListener("hashchange", show);

    function change() {
      show();
      writeAddress();
    }

    function clear() {
      find.value = "";
      service.value = "";
      changed.checked = false;
      change();
    }

    function filtered() {
      return Boolean(find.value.trim() || service.value || changed.checked);
    }

    function show() {
      const words = plain(find.value).split(" ").filter(Boolean);
      const named = decodeHash(location.hash);
      let shown = 0;
      for (const row of rows) {
        const fits =
          (!service.value || row.service === service.value) &&
          (!changed.checked || row.changed) &&
          words.every((word) => row.text.includes(word));
        // A row that the address names is never hidden: the link was to it.
        row.element.hidden = !fits && row.element.id !== named;
        if (fits) shown += 1;
      }
      for (const table of tables) table.hidden = !table.querySelector("tbody tr:not([hidden])");
      none.hidden = shown > 0;
      filter.reset.hidden = !filtered();
      filter.count.textContent = filtered() ? `${shown} of ${rows.length} facts` : `${rows.length} facts`;
    }

    function readAddress() {
      const asked = new URLSearchParams(location.search);
      find.value = asked.get("find") || "";
      service.value = asked.get("service") || "";
      if (service.selectedIndex < 0) service.value = "";   // a service that is not in this table
      changed.checked = asked.get("changed") === "1";
    }

    function writeAddress() {
      const address = new URL(location.href);
      const state = { find: find.value.trim(), service: service.value, changed: changed.checked ? "1" : "" };
      for (const [name, value] of Object.entries(state)) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // Some browsers refuse this for files; the filter works all the same.
      }
    }
  }

  function readRow(row) {
    const name = row.querySelector('[data-label="Service"]');
    return {
      element: row,
      service: row.dataset.service || "",
      name: name ? name.textContent.trim() : row.dataset.service || "",
      changed: Boolean(row.dataset.changed),
      text: plain(`${row.id} ${row.textContent}`),
    };
  }

  function services(rows) {
    const names = new Map(rows.map((row) => [row.service, row.name]));
    return [...names].sort(([, one], [, other]) => one.localeCompare(other));
  }

  function buildFilter(names) {
    const all = element("option", { value: "" }, "All services");
    const options = names.map(([id, name]) => element("option", { value: id }, name));
    const count = element("output", {});
    const reset = element("button", { type: "reset", hidden: true }, "Show all");
    const form = element(
      "form",
      { className: "facts-filter" },
      element("label", { className: "facts-filter-text" }, "Find in this table",
        element("input", { type: "search", name: "find", autocomplete: "off", spellcheck: false })),
      element("label", { className: "facts-filter-service" }, "Service",
        element("select", { name: "service" }, all, ...options)),
      element("label", { className: "facts-filter-changed" },
        element("input", { type: "checkbox", name: "changed" }), "Only what has changed"),
      element("div", { className: "facts-filter-count" }, count, reset),
    );
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Filter the table of facts");
    return { form, count, reset };
  }

  // Letters and digits as people type them: no capitals, no hard spaces, no commas inside numbers.
  function plain(text) {
    return text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/(\d),(?=\d{3})/g, "$1")
      .replace(/\s+/g, " ")
      .trim();
  }

  function decodeHash(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }
})();
