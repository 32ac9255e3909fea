/* The search index is asked for when somebody is about to search, not on every visit.

   This runs before the theme's own script, which asks for the index at once. That one request is kept
   until the field gets focus, a key opens the search, or the address asks for it (?q= to search,
   ?h= to mark what was found). When the index cannot be had, the result list says so and offers to try again. */

(() => {
  "use strict";

  const INDEX = /\/search(\/search_index)?\.json$/;   // MkDocs: search/search_index.json, Zensical: search.json
  const { open, send } = XMLHttpRequest.prototype;
  const kept = [];
  const asked = new URLSearchParams(location.search);
  let wanted = asked.has("q") || asked.has("h");

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (INDEX.test(new URL(url, location.href).pathname)) keep(this, method, url);
    return open.call(this, method, url, ...rest);
  };

  for (const event of ["focusin", "pointerdown", "click"]) document.addEventListener(event, approach, true);

  function approach({ target }) {
    if (target instanceof Element && target.closest(".md-search, [for=__search]")) want();
  }

  function want() {
    wanted = true;
    for (const ask of kept.splice(0)) ask();
  }

  function keep(request, method, url) {
    request.send = () => (wanted ? send.call(request) : kept.push(() => send.call(request)));
    // These come first, so what they stop never reaches the theme, which would fail for good.
    request.addEventListener("load", (event) => {
      if (request.status < 200 || request.status > 299 || /html/.test(request.response.type)) fail(event);
    });
    request.addEventListener("error", fail);

    function fail(event) {
      const place = document.querySelector(".md-search-result__meta");
      if (!place) return;
      event.stopImmediatePropagation();
      const link = document.createElement("a");
      const words = document.createElement("span");   // the theme reads a link's first child
      words.textContent = "Try again";
      link.href = location.href;
      link.append(words);
      link.addEventListener("click", (click) => {
        click.preventDefault();
        click.stopPropagation();                      // the theme closes the search when a link is followed
        place.textContent = "Loading the search index";
        document.querySelector("[data-md-component=search-query]").focus();
        open.call(request, method, url);
        send.call(request);
      });
      place.replaceChildren("The search index could not be loaded. ", link);
    }
  }
})();
