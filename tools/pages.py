"""The pages of the site, made by a generator: all of them the first time, then those that an edit changes; started by tools/build.sh.

    python tools/pages.py mkdocs|zensical FOLDER

What a page depends on is its note, what each macro on it writes, and what all pages share: the configuration, the templates, the list
of notes, and the packages that build. All of it is compared by content, so a date means nothing, and an edit to a fact redoes the pages
on which something else stands now. The pages are kept in .cache/pages/ as the generator made them, and copied to FOLDER.

MkDocs makes single pages by its dirty builds, which go by the dates of files: those of the kept pages are set to say what is to be made.
Zensical cannot be told, so it makes all pages when one has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mkdocs.commands.build import build  # noqa: E402
from mkdocs.config import load_config  # noqa: E402
from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs.exceptions import Abort  # noqa: E402
from mkdocs.utils import CountHandler  # noqa: E402

import macros  # noqa: E402
from factbook import gate, pages  # noqa: E402
from factbook.book import Book  # noqa: E402
from factbook.notes import Note  # noqa: E402

CACHE = ROOT / ".cache" / "pages"
_ALL, _FILES = "all pages", "other files"
"""The names under which stands what all pages share, and what is copied as it is."""

_ASSETS = ROOT / "overrides" / "assets"
_ADAPTERS = tuple(
    ROOT / file for file in ("macros/__init__.py", "macros/written.py", "factbook/notes.py", "tools/pages.py")
)
"""The code that puts into a page what macros write; all other code of macros is known by what they write."""
_OF_ONE_PAGE = {"macros"}
"""The plugins that look at one page at a time. Others, such as search, have to see all pages in each build."""

_EXPECTED = "A 'dirty' build is being performed"
"""How MkDocs' warning begins that a page may be out of date: here it is known which ones are."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Pages that a generator made earlier, and what they were made from."""

    generator: str

    @property
    def site(self) -> Path:
        """Where they are, as the generator made them."""
        return CACHE / self.generator

    @property
    def _list(self) -> Path:
        return CACHE / f"{self.generator}.json"

    def read(self) -> dict[str, str]:
        """A hash of what each page was made from, by the page; nothing when they cannot be relied on."""
        try:
            return json.loads(self._list.read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def forget(self) -> None:
        """Rely on them no more, until they are made."""
        self._list.unlink(missing_ok=True)

    def write(self, states: dict[str, str]) -> None:
        """Say what they are made from now."""
        self._list.write_text(json.dumps(states, indent=0), "utf-8")


def main(generator: str, into: str) -> int:
    """Make the pages and put them into a folder."""
    if generator not in ("mkdocs", "zensical"):
        sys.exit(f"pages: GENERATOR is mkdocs or zensical, not {generator!r}; make site knows which")
    talk()
    with alone():
        made = make(generator)
        print(f"pages: {len(made)} of {len(gate.open_book(ROOT).notes)} made", flush=True)
        shutil.rmtree(ROOT / into, ignore_errors=True)
        shutil.copytree(Kept(generator).site, ROOT / into)
    return 0


@contextmanager
def alone() -> Iterator[None]:
    """Wait until nobody else uses the kept pages: a preview may be open while the site is built."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def talk() -> None:
    """Let MkDocs say what it does, as it does on the command line."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-7s -  %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)


def make(generator: str) -> set[str]:
    """Bring the kept pages up to date; which were made. Ends the program when the project is not sound."""
    kept = Kept(generator)
    before, now = kept.read(), states(gate.open_book(ROOT))
    changed = {page for page in now if before.get(page) != now[page]}
    if not changed and kept.site.is_dir():
        return set()
    kept.forget()
    single = generator == "mkdocs" and _ALL not in changed and set(before) == set(now) and kept.site.is_dir()
    single = single and set(load_config(str(ROOT / "mkdocs.yml")).plugins) <= _OF_ONE_PAGE
    only = changed - {_FILES} if single else set(now) - {_ALL, _FILES}
    if generator == "zensical":
        _zensical(kept.site)
    else:
        _mkdocs(kept.site, only if single else None)
    kept.write(now)
    return only


# ---- what pages depend on ----


class _Env:
    """What macros ask a generator for, from the point of view of one page after the other."""

    def __init__(self) -> None:
        self.project_dir = str(ROOT)
        self.variables: dict[str, Any] = {"config": {"use_directory_urls": True}, "page": None}
        self.macros: dict[str, Any] = {}

    def macro(self, function: Any) -> Any:
        """Register a macro."""
        self.macros[function.__name__] = function
        return function

    def look_from(self, note: Note) -> None:
        """Write what macros write on the page of this note."""
        address = pages.address(note.page)
        self.variables["page"] = SimpleNamespace(url=address, file=SimpleNamespace(src_uri=note.page))


def states(book: Book) -> dict[str, str]:
    """A hash of what each page is made from, by the page; of what all of them share; and of what is copied."""
    env = _Env()
    macros.define_env(env)
    found = {_ALL: _hash(_shared(book)), _FILES: _hash(_copied(book))}
    for note in book.notes.values():
        env.look_from(note)
        written = (env.macros[call.macro](**call.arguments).encode() for call in note.calls)
        found[note.page] = _hash((note.text.encode(), *written))
    return found


def _shared(book: Book) -> Iterator[bytes]:
    """What every page depends on."""
    yield sys.version.encode()
    yield _packages()
    yield from sorted(file.encode() for file in book.files if file.startswith("docs/"))
    yield from (book.written(book.title(note)).encode() for note in _untitled(book))
    for file in _theme():
        yield file.relative_to(ROOT).as_posix().encode()
    templates = [file for file in _theme() if not file.is_relative_to(_ASSETS)]
    for file in (ROOT / "mkdocs.yml", *_ADAPTERS, *templates):
        yield file.read_bytes() if file.is_file() else b""


def _untitled(book: Book) -> list[Note]:
    """The notes whose titles stand in no list: their pages have to be read before those that lead to them can be made."""
    names = {entry.page for entry in book.navigation if not entry.title}
    return [note for note in book.notes.values() if note.page in names]


@cache
def _packages() -> bytes:
    return "\n".join(sorted(f"{each.name} {each.version}" for each in metadata.distributions())).encode()


def _copied(book: Book) -> Iterator[bytes]:
    """What generators copy: the theme's assets, and what is among the notes but none."""
    others = [ROOT / file for file in book.files if file.startswith("docs/") and not file.endswith(".md")]
    for file in (*_theme(), *others):
        if file.is_relative_to(_ASSETS) or file in others:
            yield file.read_bytes()


def _theme() -> list[Path]:
    return [file for file in sorted((ROOT / "overrides").rglob("*")) if file.is_file()]


def _hash(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d\n" % len(part))
        whole.update(part)
    return whole.hexdigest()


# ---- the generators ----


def _mkdocs(site: Path, only: set[str] | None = None) -> None:
    """All pages, or only these, which are given below docs/."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site), strict=only is None)
    config.plugins.on_startup(command="build", dirty=only is not None)
    try:
        if only is None:
            build(config)
        else:
            _mkdocs_dirty(config, site, only)
    finally:
        config.plugins.on_shutdown()


def _mkdocs_dirty(config: MkDocsConfig, site: Path, only: set[str]) -> None:
    """A dirty build that is as strict as any other: its own warning would end one."""
    _date(site, only | {note.page for note in _untitled(gate.open_book(ROOT))})
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    counter.addFilter(_unexpected)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(counter)
    logging.getLogger("mkdocs.commands.build").addFilter(_unexpected)
    try:
        build(config, dirty=True)
    finally:
        logger.removeHandler(counter)
    if counts := counter.get_counts():
        raise Abort(f"Aborted with {', '.join(f'{number} {name.lower()}s' for name, number in counts)} in strict mode!")


def _unexpected(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_EXPECTED)


def _date(site: Path, only: set[str]) -> None:
    """Date the kept files so that MkDocs makes these pages, copies every other file, and lets the other pages be."""
    old = {pages.address(page) + "index.html" for page in only}
    for file in site.rglob("*"):
        path = file.relative_to(site).as_posix()
        if file.is_file():
            os.utime(file, (0, 0) if path in old or not path.endswith("index.html") else None)


def _zensical(site: Path) -> None:
    for file in CACHE.parent.glob("*"):
        if file.is_file():
            file.unlink()  # its cache knows of notes only; its own --clean would remove the folders beside it, which are ours
    settings = ROOT / ".zensical.yml"  # it cannot be told on the command line where to build to
    settings.write_text(f"INHERIT: mkdocs.yml\nsite_dir: {site.relative_to(ROOT).as_posix()}\n", "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", settings.name]
    try:
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            sys.exit(code)
    finally:
        settings.unlink()
    (site / "search.json").unlink(missing_ok=True)  # an index for its own search, which this site does not have


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Abort as error:
        sys.exit(str(error))
