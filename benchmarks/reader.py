"""What a reader gets, beside stock Material on the same text: bytes, requests, LCP, layout shift, and what searching finds and takes.

Both sites are served on loopback, compressed as GitHub Pages does, to a Chromium with an empty cache.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import os
import shutil
import statistics
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.corpus import ROOT

PAGE = "compute/lambda/"
LONGEST = "reference/limits/"
FIELD = "[data-md-component=search-query]"
_COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".md")
_OBSERVE = """
    globalThis.seen = { lcp: 0, shift: 0 };
    new PerformanceObserver((list) => list.getEntries().forEach((each) => { seen.lcp = each.startTime; }))
        .observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((each) => { seen.shift += each.hadRecentInput ? 0 : each.value; }))
        .observe({ type: "layout-shift", buffered: true });
"""
# From the focus of the field, with nothing loaded, to the first result. What is typed is there at once.
_SEARCH = """([field, query]) => new Promise((done) => {
    const list = document.querySelector(".md-search-result__list");
    const start = performance.now();
    new MutationObserver(() => list.querySelector("a") && done(performance.now() - start))
        .observe(list, { childList: true, subtree: true });
    const place = document.querySelector(field);
    place.focus();
    place.value = query;
    for (const name of ["input", "keyup"]) place.dispatchEvent(new Event(name, { bubbles: true }));
})"""

# The field is emptied first, so that what then stands there is of this query. Either search says when it has nothing.
_RESULTS = """async ([field, query]) => {
    const place = document.querySelector(field);
    const said = () => document.querySelector(".md-search-result__meta").textContent.trim();
    const type = (value) => {
        place.value = value;
        for (const name of ["input", "keyup"]) place.dispatchEvent(new Event(name, { bubbles: true }));
    };
    const until = async (is) => { while (!is()) await new Promise((next) => setTimeout(next, 10)); };
    type("");
    await until(() => said().startsWith("Type to start"));
    type(query);
    await until(() => /match|found/.test(said()));
    return [...document.querySelectorAll(".md-search-result__item")].map((each) => each.querySelector("a").href);
}"""


# The longest time between two frames while the page is scrolled to its end, or null when none has come for so many milliseconds.
_SCROLL = """(patience) => new Promise((done) => {
    let longest = 0;
    let before = performance.now();
    let place = 0;
    setInterval(() => performance.now() - before > patience && done(null), patience / 10);
    const step = (now) => {
        longest = Math.max(longest, now - before);
        before = now;
        place += innerHeight / 2;
        scrollTo({ top: place, behavior: "instant" });
        if (place < document.documentElement.scrollHeight) requestAnimationFrame(step);
        else done(longest);
    };
    requestAnimationFrame((now) => { before = now; requestAnimationFrame(step); });
})"""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing measured on both sites. `bar` is what this site's may at most be, as a part of stock's; None where more is better."""

    what: str
    here: float
    stock: float
    bar: float | None = None

    @property
    def over(self) -> bool:
        """Whether this site's is over its bar."""
        return self.bar is not None and self.here > self.bar * self.stock


def measure(site: Path, stock: Path, visits: int, times: int) -> Iterator[Compared]:
    """Everything, for a built and published site beside stock Material's of the same text: `visits` to see when a page is painted,
    all else `times`.
    """
    with _chromium() as browser, _served(site) as here, _served(stock) as there:
        both = (here, there)
        yield from _visits(browser, both, visits, times)
        scrolls = [[longest_frame(browser, address) for address in both] for _ in range(times)]
        what = "longest frame while the longest page scrolls, slow processor, ms"
        yield Compared(what, *_medians(scrolls), bar=1.0)
        first, three = zip(*(_hits(browser, address) for address in both), strict=True)
        yield Compared("queries with their page first, %", *first)
        yield Compared("queries with their page in the first three, %", *three)


def measure_quickly(site: Path, stock: Path) -> Iterator[Compared]:
    """What takes seconds: a visit and a search, once."""
    with _chromium() as browser, _served(site) as here, _served(stock) as there:
        yield from _visits(browser, (here, there), 1, 1)


def _visits(browser: Browser, both: tuple[str, str], visits: int, times: int) -> Iterator[Compared]:
    for address in both:
        _visit(browser, address)  # the browser itself has started, and the server has packed its files
    visited = [[_visit(browser, address) for address in both] for _ in range(times)]
    painted = [[_painted(browser, address) for address in both] for _ in range(visits)]
    searches = [[_first_result(browser, address) for address in both] for _ in range(times)]
    seen = {name: _medians([[each[name] for each in pair] for pair in visited]) for name in visited[0][0]}
    yield Compared("first visit, kB compressed", *seen["bytes"], bar=0.5)
    yield Compared("first visit, requests", *seen["requests"])
    yield Compared("largest contentful paint, ms", *_medians(painted), bar=1.0)
    yield Compared("layout shift", *seen["shift"], bar=1.0)
    yield Compared("focus to first result, ms", *_medians(searches), bar=1.0)


def _medians(pairs: list[list[float]]) -> list[float]:
    return [statistics.median(side) for side in zip(*pairs, strict=True)]


def print_table(found: list[Compared]) -> None:
    """One line for each, those over their bar marked."""
    print(f"\n{'for the reader':<66}{'here':>9}{'stock':>9}{'ratio':>9}{'bar':>7}")
    for each in found:
        ratio = f"{each.here / each.stock:.3f}" if each.stock else "-"
        bar = f"{each.bar:.2f}" if each.bar is not None else ""
        print(
            f"{each.what:<66}{each.here:>9.1f}{each.stock:>9.1f}{ratio:>9}{bar:>7}{'  over its bar' if each.over else ''}"
        )


def _visit(browser: Browser, address: str) -> dict[str, float]:
    """A first visit of a service page, until nothing more is asked for."""
    with _page(browser) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.add_init_script(_OBSERVE)
        page.goto(address + PAGE, wait_until="networkidle")
        _settle(page, sizes)
        return {
            "bytes": sum(sizes) / 1000,
            "requests": sum(map(bool, sizes)),
            "shift": page.evaluate("globalThis.seen.shift"),
        }


def _painted(browser: Browser, address: str) -> float:
    """When the largest part of a service page was painted, on a first visit."""
    with _page(browser) as page:
        page.add_init_script(_OBSERVE)
        page.goto(address + PAGE)
        page.wait_for_timeout(500)  # the paint is reported a little later
        return page.evaluate("globalThis.seen.lcp")


def _settle(page: Page, sizes: list[float]) -> None:
    """Wait until two seconds pass in which nothing has come: a script may ask for more long after the network is idle."""
    count = -1
    while count != len(sizes):
        count = len(sizes)
        page.wait_for_timeout(2000)


def _first_result(browser: Browser, address: str) -> float:
    with _page(browser) as page:
        page.goto(address + PAGE)
        return page.evaluate(_SEARCH, [FIELD, "visibility timeout"])


def longest_frame(browser: Browser, address: str, patience: float = 60) -> float:
    """How long the longest page stands still when it is scrolled on a processor of a quarter of this one's speed.

    A browser that paints nothing for `patience` seconds is asked again: once, one did so for ever while no script ran.
    """
    for _ in range(3):
        with _page(browser) as page:
            page.goto(address + LONGEST, wait_until="networkidle")
            page.wait_for_timeout(2000)  # what runs once after loading is not scrolling
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
            longest = page.evaluate(_SCROLL, patience * 1000)
        if longest is not None:
            return longest
        print(f"bench: the browser painted nothing for {patience:g} s while a page was scrolled", flush=True)
    raise SystemExit(
        f"bench: {LONGEST} was never scrolled to its end: look at it in the browser, or take another Chromium"
    )


def _hits(browser: Browser, address: str) -> tuple[float, float]:
    """How many of the queries, in percent, have their page first, and among the first three."""
    queries = yaml.safe_load((ROOT / "tests/data/search-queries.yaml").read_text("utf-8"))
    first = three = 0
    with _page(browser) as page:
        page.goto(address + PAGE)
        page.evaluate(_SEARCH, [FIELD, "lambda"])
        for query in queries:
            links = page.evaluate(_RESULTS, [FIELD, query["query"]])
            pages = [link.removeprefix(address).partition("?")[0].partition("#")[0] for link in links[:3]]
            first += bool(pages) and pages[0] in query["at"]
            three += bool(set(pages) & set(query["at"]))
    return 100 * first / len(queries), 100 * three / len(queries)


@contextlib.contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@contextlib.contextmanager
def _chromium() -> Iterator[Browser]:
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if not program:
        raise SystemExit("bench: no Chromium: install it, or name it: make bench CHROMIUM=…")
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=root)
        yield browser
        browser.close()


class _Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves files with gzip where that is worth it, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # a browser that is closed waits for nothing
            super().handle()

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        packed = file.suffix in _COMPRESSED
        body = _packed(file) if packed else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@functools.lru_cache(None)
def _packed(file: Path) -> bytes:
    """A file compressed. A host keeps it so, and so the reader does not wait for it."""
    return gzip.compress(file.read_bytes(), 6)


@contextlib.contextmanager
def _served(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Compressed, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
