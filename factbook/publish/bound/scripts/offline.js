/* What a page may not do from a folder, so that its scripts need not know: load data, and open a folder's page.

   A file that a script asks for has a script beside it, named after it, which hands its text to offlineFile().
   Workers come from iframe-worker, before this. */

(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  const texts = new Map();
  window.offlineFile = (text) => texts.set(document.currentScript.src, text);

  function load(address) {
    const url = new URL(address, document.baseURI);
    url.search = url.hash = "";
    return new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = `${url.href}.js`;
      script.onload = () => {
        script.remove();
        done(texts.get(script.src));
      };
      script.onerror = () => fail(new TypeError(`not in this copy: ${url.href}`));
      document.head.append(script);
    });
  }

  window.fetch = async (request) => {
    const text = await load(request.url || request);
    return new Response(text, { status: 200, headers: { "Content-Type": "application/json" } });
  };

  window.XMLHttpRequest = class extends EventTarget {
    constructor() {
      super();
      Object.assign(this, { readyState: 0, status: 0, statusText: "", response: null, responseText: "", responseType: "" });
    }

    open(method, address) { this.address = address; }
    setRequestHeader() {}
    overrideMimeType() {}
    getResponseHeader() { return null; }
    getAllResponseHeaders() { return ""; }
    abort() { this.address = null; }

    send() {
      const { address } = this;
      load(address).then((text) => {
        const forms = { blob: () => new Blob([text], { type: "application/json" }), json: () => JSON.parse(text) };
        const response = (forms[this.responseType] || (() => text))();
        Object.assign(this, { readyState: 4, status: 200, responseText: text, response });
        this.say("load");
      }, () => this.say("error"));
    }

    say(name) {
      for (const each of ["readystatechange", name, "loadend"]) {
        const event = new ProgressEvent(each);
        this.dispatchEvent(event);
        if (typeof this[`on${each}`] === "function") this[`on${each}`](event);
      }
    }
  };

  // Links that scripts make lead to a page's folder, where a server would look for its index.
  for (const name of ["click", "auxclick", "focusin", "pointerdown"]) {
    document.addEventListener(name, ({ target }) => {
      const link = target instanceof Element && target.closest("a[href]");
      if (link && link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }, true);
  }
})();
