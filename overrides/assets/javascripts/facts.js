/* A filter above the tables of facts on the reference pages; what it shows can be sorted and downloaded.

   Without this script the tables are read whole. What is filtered and how it is sorted is kept in the address
   (?find=&service=&changed=1&since=&adjustable=1&sort=), so that a view can be sent to somebody.
   Not ?q=: that opens the search of the whole site. */

(() => {
  "use strict";

  const ORDERS = {
    title: ["Fact", (one, other) => one.title.localeCompare(other.title)],
    checked: ["Longest unchecked first", (one, other) => one.checked.localeCompare(other.checked)],
    changed: ["Last changed first", (one, other) => other.changed.localeCompare(one.changed)],
  };

  // Material offers document$, which also speaks after it has swapped one page for another.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  function start() {
    const place = document.querySelector(".facts--reference");
    if (!place || place.querySelector(".facts-filter")) return;

    const tables = document.querySelectorAll(".facts--reference table");
    const rows = [...document.querySelectorAll(".facts--reference tbody tr")].map(readRow);
    const filter = buildFilter(services(rows), rows.some((row) => row.adjustable));
    const { find, service, changed, since, adjustable, sort } = filter.form.elements;
    let shown = rows;
    let arranged = "";
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
    filter.download.addEventListener("click", () => download(shown));
    window.addEventListener("hashchange", show);

    function change() {
      show();
      writeAddress();
    }

    function clear() {
      find.value = "";
      service.value = "";
      changed.checked = false;
      since.value = "";
      if (adjustable) adjustable.checked = false;
      sort.value = "";
      change();
    }

    function filtered() {
      return Boolean(find.value.trim() || service.value || changed.checked || since.value || adjustable?.checked);
    }

    function show() {
      const words = plain(find.value).split(" ").filter(Boolean);
      const named = decodeHash(location.hash);
      shown = [];
      for (const row of rows) {
        const fits =
          (!service.value || row.service === service.value) &&
          (!changed.checked || row.changed) &&
          (!since.value || row.changed >= since.value.slice(0, row.changed.length || 1)) &&
          (!adjustable?.checked || row.adjustable) &&
          words.every((word) => row.text.includes(word));
        // A row that the address names is never hidden: the link was to it.
        row.element.hidden = !fits && row.element.id !== named;
        if (fits) shown.push(row);
      }
      arrange();
      for (const table of tables) table.hidden = !table.querySelector("tbody tr:not([hidden])");
      none.hidden = shown.length > 0;
      filter.reset.hidden = !filtered() && !sort.value;
      filter.count.textContent = filtered() ? `${shown.length} of ${rows.length} facts` : `${rows.length} facts`;
    }

    // Each table in the order chosen; rows that are equal in it stay as they were written.
    function arrange() {
      const order = ORDERS[sort.value] ? [...rows].sort(ORDERS[sort.value][1]) : rows;
      if (sort.value === arranged) return;
      arranged = sort.value;
      shown = order.filter((row) => shown.includes(row));
      for (const row of order) row.body.append(row.element);
    }

    function readAddress() {
      const asked = new URLSearchParams(location.search);
      find.value = asked.get("find") || "";
      service.value = asked.get("service") || "";
      if (service.selectedIndex < 0) service.value = "";   // a service that is not in this table
      changed.checked = asked.get("changed") === "1";
      since.value = asked.get("since") || "";   // a browser takes nothing but a date
      if (adjustable) adjustable.checked = asked.get("adjustable") === "1";
      sort.value = asked.get("sort") || "";
      if (sort.selectedIndex < 0) sort.value = "";
      filter.more.open = Boolean(changed.checked || since.value || adjustable?.checked || sort.value);
    }

    function writeAddress() {
      const address = new URL(location.href);
      const state = {
        find: find.value.trim(),
        service: service.value,
        changed: changed.checked ? "1" : "",
        since: since.value,
        adjustable: adjustable?.checked ? "1" : "",
        sort: sort.value,
      };
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
      changed: row.dataset.changed || "",
      adjustable: row.dataset.adjustable === "true",
      title: row.querySelector("th").firstChild.textContent,
      checked: row.querySelector("time")?.dateTime || "",
      body: row.parentElement,
      text: plain(`${row.id} ${row.textContent}`),
    };
  }

  function services(rows) {
    const names = new Map(rows.map((row) => [row.service, row.name]));
    return [...names].sort(([, one], [, other]) => one.localeCompare(other));
  }

  // The rows as a file: what is shown, in its order, with where AWS says so.
  function download(rows) {
    const head = ["id", "service", "fact", "value", "scope", "checked", "source"];
    const lines = rows.map(({ element: row, name, title, checked }) => [
      row.id,
      name,
      title,
      row.querySelector(".fact-value").firstChild.textContent.trim(),
      row.querySelector('[data-label="Scope"]').textContent.trim(),
      checked,
      row.querySelector('[data-label="Checked"] > a')?.href || "",
    ]);
    const text = [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n");
    const address = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" }));
    element("a", { href: address, download: `${location.pathname.split("/").filter(Boolean).at(-1) || "facts"}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  // A spreadsheet reads a cell that begins so as a formula; none of ours is one.
  function cell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  function buildFilter(names, adjustable) {
    const all = element("option", { value: "" }, "All services");
    const options = names.map(([id, name]) => element("option", { value: id }, name));
    const count = element("output", {});
    const reset = element("button", { type: "reset", hidden: true }, "Show all");
    const download = element("button", { type: "button" }, "Download as CSV");
    const orders = Object.entries(ORDERS).map(([name, [words]]) => element("option", { value: name }, words));
    const more = element("details", { className: "facts-filter-more" },
      element("summary", {}, "More filters, order"),
      element("div", {},
        element("label", { className: "facts-filter-service" }, "Order",
          element("select", { name: "sort" }, element("option", { value: "" }, "By service"), ...orders)),
        element("label", { className: "facts-filter-since" }, "Changed since",
          element("input", { type: "date", name: "since" })),
        check("changed", "Only what has changed"),
        ...(adjustable ? [check("adjustable", "Only what AWS can raise")] : [])));
    const form = element(
      "form",
      { className: "facts-filter" },
      element("label", { className: "facts-filter-text" }, "Find in this table",
        element("input", { type: "search", name: "find", autocomplete: "off", spellcheck: false })),
      element("label", { className: "facts-filter-service" }, "Service",
        element("select", { name: "service" }, all, ...options)),
      more,
      element("div", { className: "facts-filter-count" }, count, reset, download),
    );
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Filter the table of facts");
    return { form, count, reset, download, more };
  }

  function check(name, words) {
    return element("label", { className: "facts-filter-changed" }, element("input", { type: "checkbox", name }), words);
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
