"""Measure what the project claims about speed, as ratios taken in one run: `make bench`.

What is counted is processor time, which a busy machine changes little; time on the clock and memory stand beside it
in the results. Every pair of builds is measured in turns of a second, several times, and the medians are compared. Nothing here is a
test: a number over its bar is printed as such and the exit code is 1.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdf

from benchmarks import edits, part_of_book, reader, stock
from benchmarks.copies import copied
from benchmarks.corpus import make
from benchmarks.process import Cost, cost, in_turns, median
from factbook.clock import today
from factbook.speed import RESULTS

ROOT = Path(__file__).resolve().parent.parent
QUICK = ROOT / ".build" / "bench-quick.json"
REFERENCES, FACTS = 30, 20_000
EDITS = 3
"""How many edits are checked after each first check, which is as long as several of them."""
VISITS = 31
"""How often a page is visited: the clock swings more than the processor's time does. Searching and scrolling are measured as often as building."""


@dataclass(frozen=True, slots=True)
class Row:
    """One ratio: what is divided by what, in seconds of processor unless `what` says otherwise, and the bar it must not pass, if any.

    `here` and `other` have, where there are any, the seconds by the clock and the MB behind them.
    """

    what: str
    value: float
    by: str
    by_value: float
    bar: float | None
    here: Cost | None = None
    other: Cost | None = None

    @property
    def ratio(self) -> float:
        """The one divided by the other."""
        return self.value / self.by_value

    @property
    def over(self) -> bool:
        """Whether it is over its bar."""
        return self.bar is not None and self.ratio > self.bar


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one corpus: ours with all that publishing adds, stock Material, and the check: the first, and one
    after an edit.
    """

    name: str
    ours: Cost
    stock: Cost
    first_check: Cost
    check: Cost


def compared(what: str, here: Cost, by: str, other: Cost, bar: float | None) -> Row:
    """A row that compares two costs."""
    return Row(what, here.seconds, by, other.seconds, bar, here, other)


def main() -> int:
    """Measure everything, or with --quick only the real site once; print a table and write the results as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only the real site, once")
    parser.add_argument(
        "--times",
        type=int,
        default=3,
        help="how often each is measured, and builds beside stock's twice as often (default: 3)",
    )
    parser.add_argument(
        "--times-large",
        type=int,
        default=1,
        help="how often at the largest size, and Zensical at any but this (default: 1)",
    )
    parser.add_argument("--notes", type=int, nargs="+", default=(500, 2000), help="one size or two (default: 500 2000)")
    parser.add_argument("--without-book", action="store_true", help="leave out the book, which takes many minutes")
    options = parser.parse_args()
    times = 1 if options.quick else options.times
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        text = stock.make(ROOT, folder / "text")
        this = measured("this site", ROOT, text, folder / "this", 1 if options.quick else 2 * times)
        say("measuring what a reader gets")
        sites = (folder / "this" / "ours", folder / "this" / "stock")
        for_reader = [*(reader.measure_quickly(*sites) if options.quick else reader.measure(*sites, VISITS, times))]
        reader.print_table(for_reader)
        rows = [*of_corpus(this, 1.0)]
        if not options.quick:
            rows.append(zensical("this site", ROOT, text, times))
            verify = median([cost(ROOT, "factbook", "verify") for _ in range(times)])
            rows.append(compared("verify of this site", verify, "its build", this.ours, 1.0))
            say("measuring the preview")
            rows += preview(text, folder, times)
            rows += corpora(folder, options.notes, times, options.times_large)
            rows += [] if options.without_book else book_against_weasyprint(folder)
        print_table(rows)
    write(QUICK if options.quick else ROOT / RESULTS, rows, for_reader)
    return 1 if any(each.over for each in [*rows, *for_reader]) else 0


def preview(text: Path, folder: Path, times: int) -> Iterator[Row]:
    """The rows of an edit to the real site, by the clock, with a build by stock Material that has no turns to wait for."""
    built = median([cost(text, "mkdocs", "build", "--site-dir", str(folder / "alone")) for _ in range(times)])
    for what, seconds in zip(("a note", "a fact"), edits.measure(ROOT, folder, times), strict=True):
        yield Row(f"edit of {what} until it is shown, by the clock", seconds, "stock Material", built.clock, 0.33)


def corpora(folder: Path, sizes: Sequence[int], times: int, times_large: int) -> Iterator[Row]:
    """The rows of generated notes, few and many; of few alone where one size is given."""
    say("making notes and facts")
    made = [generated(folder, notes) for notes in sizes]
    found = []
    for notes, often, (project, text) in zip(sizes, (2 * times, times_large), made, strict=False):
        name = f"{notes:,} notes, {FACTS:,} facts"
        found.append(measured(name, project, text, folder / f"built-{notes}", often))
        yield from of_corpus(found[-1], 0.7 if notes == sizes[0] else 0.35)
        if notes == sizes[0]:
            yield zensical(name, project, text, times_large)
    if len(found) < 2:
        return
    few, many = found
    yield compared(f"build of {many.name}", many.ours, f"of {few.name}", few.ours, 4.4)
    grows, stock_grows = (many.ours.memory / few.ours.memory, many.stock.memory / few.stock.memory)
    yield Row("memory, many notes by few: here", grows, "stock Material", stock_grows, 1.0)


def generated(folder: Path, notes: int) -> tuple[Path, Path]:
    """So many notes, and the same text for stock Material."""
    project = make(folder / f"notes-{notes}", notes=notes, facts=FACTS, references=REFERENCES)
    return project, stock.make(project, folder / f"text-{notes}")


def measured(name: str, project: Path, text: Path, folder: Path, times: int) -> Measured:
    """One corpus, ours and stock in turns, each from nothing so many times; all else half as often."""
    builds: list[Sequence[Cost]] = []
    others: list[Sequence[Cost]] = []
    ours = folder / "ours"
    for turn in range(times):
        say(f"measuring {name}, {turn + 1} of {times}")
        pair = in_turns(
            functools.partial(from_nothing, project, ours),
            functools.partial(cost, text, "mkdocs", "build", "--site-dir", str(folder / "stock")),
        )
        builds.append(pair)
        if turn % 2 == 0:
            others.append(checked(project, folder / "checked", may_fail=project != ROOT))
    return Measured(name, *(median(costs) for many in (builds, others) for costs in zip(*many, strict=True)))


def from_nothing(project: Path, site: Path) -> Cost:
    """What building and publishing a corpus costs."""
    forget(project)
    built = cost(project, "mkdocs", "build", "--site-dir", str(site))
    return built + cost(project, "factbook", "publish", str(site))


def forget(project: Path) -> None:
    """Make a project as it is after a fresh clone: without the facts that earlier runs have read."""
    shutil.rmtree(project / ".cache" / "facts", ignore_errors=True)


def checked(project: Path, folder: Path, *, may_fail: bool) -> tuple[Cost, Cost]:
    """The first check of a project, and the next one after an edit to a note: that one is short, and swings."""
    copy = copied(project, folder)
    first = cost(copy, "factbook", "check", may_fail=may_fail)
    note = next(iter(sorted((copy / "docs").glob("*/*.md"))))
    after_edits = []
    for _ in range(EDITS):
        note.write_text(note.read_text("utf-8") + "\nA note that was edited.\n", "utf-8")
        after_edits.append(cost(copy, "factbook", "check", may_fail=may_fail))
    shutil.rmtree(copy)
    return first, median(after_edits)


def of_corpus(found: Measured, bar: float) -> Iterator[Row]:
    """The rows of one corpus."""
    yield compared(f"build of {found.name}", found.ours, "stock Material", found.stock, bar)
    yield compared(f"check of {found.name}, a note edited", found.check, "its build", found.ours, 0.10)
    yield compared(f"first check of {found.name}", found.first_check, "its build", found.ours, None)


def zensical(name: str, project: Path, text: Path, times: int) -> Row:
    """Zensical on notes with macros, and on what they write, both in our theme."""
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for turn in range(times):
        say(f"measuring Zensical on {name}, {turn + 1} of {times}")
        pair = in_turns(
            functools.partial(by_zensical, project, "mkdocs.yml"), functools.partial(by_zensical, text, "plain.yml")
        )
        for all_, one in zip(costs, pair, strict=True):
            all_.append(one)
    return compared(f"Zensical, {name}", median(costs[0]), "Zensical on their text", median(costs[1]), 1.3)


def by_zensical(place: Path, config: str) -> Cost:
    """What Zensical costs in a folder, from nothing."""
    file = place / ".bench.yml"
    site = place / ".build" / "bench-zensical"  # it has to be inside
    try:
        file.write_text(f"INHERIT: {config}\nsite_dir: {site.relative_to(place)}\n")
        forget(place)
        return cost(place, "zensical", "build", "--clean", "--config-file", file.name)
    finally:
        file.unlink(missing_ok=True)
        shutil.rmtree(site, ignore_errors=True)


def book_against_weasyprint(folder: Path) -> list[Row]:
    """The book by WeasyPrint alone on the same HTML, and its growth. Of a fourth of the chapters: the whole takes long alone."""
    project, site = copied(ROOT, folder / "bound"), folder / "pages"
    cost(project, "mkdocs", "build", "--site-dir", str(site))
    cost(project, "factbook", "publish", str(site))
    (site / "book.html").write_text(part_of_book.html(project, site, 4), "utf-8")
    say("measuring the book and WeasyPrint alone, which takes minutes")
    alone, (ours, small) = in_turns(
        lambda: [cost(project, "benchmarks.weasyprint_alone", str(site))],
        lambda: [cost(project, "benchmarks.part_of_book", str(site), part) for part in ("4", "16")],
    )
    pages, fewer = (len(pypdf.PdfReader(site / f"part-{part}.pdf").pages) for part in (4, 16))
    whole = compared(f"every fourth chapter of the book, {pages} pages", ours, "WeasyPrint alone", *alone, 1.15)
    growth = Row("a page of these", ours.seconds / pages, f"a page of {fewer} pages", small.seconds / fewer, 1.25)
    return [whole, growth]


def say(what: str) -> None:
    """What is going on, at once."""
    print(f"bench: {what}", flush=True)


def print_table(rows: list[Row]) -> None:
    """One line a ratio, those over their bar marked."""
    print(f"\n{'processor time, in seconds':<78}{'here':>9}{'by':>9}{'ratio':>9}{'bar':>7}")
    for each in rows:
        mark = "  over its bar" if each.over else ""
        line = f"{each.what + ' ÷ ' + each.by:<78}{each.value:>9.2f}{each.by_value:>9.2f}"
        bar = f"{each.bar:.2f}" if each.bar is not None else ""
        print(f"{line}{each.ratio:>9.3f}{bar:>7}{mark}")


def write(file: Path, rows: list[Row], for_reader: list[reader.Compared]) -> None:
    """The results as JSON: what the page on speed is made from."""
    found = {
        "day": today().isoformat(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "rows": [asdict(each) | {"ratio": round(each.ratio, 4)} for each in rows],
        "reader": [asdict(each) for each in for_reader],
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(_rounded(found), indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"\nwritten to {file.relative_to(ROOT)}")


def _rounded(value: object) -> object:
    """Numbers as far as they mean something."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    sys.exit(main())
