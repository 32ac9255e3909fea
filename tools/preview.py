"""The server behind `make serve`, which tools/serve.py starts: an edit makes the pages that it changes, and browsers load theirs again.

Pages are shown as soon as they are made, with terms marked. What is made from all of them, such as the index of the search, follows in the
background, by the same command that publishes the site; the next edit ends it.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterable
from urllib.parse import urlsplit

import pages
from mkdocs.livereload import LiveReloadServer

from factbook import gate, settings
from factbook.pages import address
from factbook.publish import files, terms

SITE = pages.ROOT / ".build" / "preview"
WATCHED = ("docs", "data", "overrides", "mkdocs.yml")


class Preview:
    """The site as it is being edited."""

    def __init__(self) -> None:
        self._publishing: subprocess.Popen | None = None

    def start(self) -> None:
        """Show every page. Ends the program when the project is not sound."""
        with pages.alone():
            pages.make("mkdocs")
            shutil.rmtree(SITE, ignore_errors=True)
            self._show(note.page for note in gate.open_book(pages.ROOT).notes.values())

    def update(self) -> None:
        """Show what an edit changes; after a mistake, what was there before."""
        self.stop()
        try:
            with pages.alone():
                made = pages.make("mkdocs")
                self._show(made)
        except SystemExit as error:
            print(error, file=sys.stderr, flush=True)
            print("serve: the pages are those before this mistake", flush=True)
        except Exception:  # a mistake in a template, for one, which the next edit mends
            traceback.print_exc()
            print("serve: the pages are those before this mistake", flush=True)
        else:
            print(f"serve: made {len(made)}: {', '.join(sorted(made)) or 'no page'}", flush=True)

    def stop(self) -> None:
        """End what goes on in the background."""
        if self._publishing:
            self._publishing.terminate()
            self._publishing.wait()
            self._publishing = None

    def _show(self, made: Iterable[str]) -> None:
        made = list(made)
        kept = pages.Kept("mkdocs").site
        shutil.copytree(kept, SITE, dirs_exist_ok=True, ignore=shutil.ignore_patterns("index.html"))
        shown = {address(page) + "index.html" for page in made}
        read = {address(terms.GLOSSARY) + "index.html", *shown}  # where there is no glossary, no term is marked
        html = {path: (kept / path).read_text("utf-8") for path in sorted(read) if (kept / path).is_file()}
        mark = terms.marker(html, gate.open_book(pages.ROOT).glossary.values())
        files.write(SITE, {path: mark(path, text) for path, text in html.items() if path in shown})
        command = [sys.executable, "-m", "factbook", "publish", str(SITE)]
        self._publishing = subprocess.Popen(command, cwd=pages.ROOT, stdout=subprocess.DEVNULL)


def main(where: str) -> None:
    """Serve at an address such as `127.0.0.1:8000` until ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that what goes on in the background ends with us
    pages.talk()
    preview = Preview()
    host, _, port = where.rpartition(":")
    try:
        preview.start()
        known = settings.parse((pages.ROOT / settings.FILE).read_text("utf-8"))
        server = LiveReloadServer(preview.update, host, int(port), str(SITE), urlsplit(known.url).path)
        server.error_handler = lambda code: (SITE / "404.html").read_bytes() if code == 404 else None
        for each in WATCHED:
            server.watch(str(pages.ROOT / each))
        try:
            server.serve()
        finally:
            server.shutdown()
    finally:
        preview.stop()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
