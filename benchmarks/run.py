"""Measure what the project claims about speed, as ratios taken in one run: `make bench`.

Every pair is measured in turn, several times, and the medians are compared, so that a
busy machine slows both sides. Nothing here is a test: a number over its bar is printed
as such and the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdf

from benchmarks import reader
from benchmarks.corpus import ROOT, make
from factbook import book, settings
from factbook.clock import today
from factbook.publish import files
from factbook.publish.bound import chapters, paper, volume

RESULTS = ROOT / ".build" / "bench.json"
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One ratio: what is divided by what, in seconds each (medians), and the bar it must not pass."""

    what: str
    seconds: float
    by: str
    by_seconds: float
    bar: float

    @property
    def ratio(self) -> float:
        """The one divided by the other."""
        return self.seconds / self.by_seconds


def main() -> int:
    """Measure everything, or with --quick only the real site; print a table and write the results as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only the real site")
    parser.add_argument("--times", type=int, default=3, help="how often each is measured (default: 3)")
    options = parser.parse_args()
    found = [check_against_build(ROOT, "this site", options.times)]
    verify = statistics.median(seconds(ROOT, "factbook", "verify") for _ in range(options.times))
    found.append(Measured("verify of this site", verify, "its build", found[0].by_seconds, 1.0))
    if not options.quick:
        found += book_against_weasyprint()
    if not options.quick:
        with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
            print("making a corpus of 2,000 notes and 20,000 facts", flush=True)
            corpus = make(Path(folder), notes=2000, facts=20000, references=30)
            found.append(check_against_build(corpus, "2,000 notes, 20,000 facts", 1))
    print_table(found)
    for_reader = the_reader(options.times)
    reader.print_table(for_reader)
    RESULTS.parent.mkdir(exist_ok=True)
    results = [*(asdict(each) | {"ratio": each.ratio} for each in found), *map(asdict, for_reader)]
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nwritten to {RESULTS.relative_to(ROOT)}")
    over = [each for each in found if each.ratio > each.bar] + [each for each in for_reader if each.over]
    return 1 if over else 0


def the_reader(times: int) -> list[reader.Compared]:
    """What a reader of this site gets, beside stock Material."""
    print("measuring what a reader gets", flush=True)
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        site = Path(folder, "site")
        seconds(ROOT, "mkdocs", "build", "--site-dir", str(site))
        seconds(ROOT, "factbook", "publish", str(site))
        return reader.measure(site, times)


def check_against_build(project: Path, name: str, times: int) -> Measured:
    """`factbook check` by the build of the same site: what `make site` does after checking."""
    checks, builds = [], []
    for turn in range(times):
        print(f"measuring check and build of {name}, {turn + 1} of {times}", flush=True)
        checks.append(seconds(project, "factbook", "check"))
        with tempfile.TemporaryDirectory(prefix="site-") as site:
            steps = (["mkdocs", "build", "--site-dir", site], ["factbook", "publish", site], ["factbook", "scan", site])
            builds.append(sum(seconds(project, *step) for step in steps))
    return Measured(f"check of {name}", statistics.median(checks), "its build", statistics.median(builds), 0.10)


def book_against_weasyprint() -> list[Measured]:
    """The book by WeasyPrint alone on the same HTML, and its growth. Of a fourth of the chapters: the whole takes long alone."""
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        site = Path(folder)
        seconds(ROOT, "mkdocs", "build", "--site-dir", folder)
        seconds(ROOT, "factbook", "publish", folder)
        print("measuring the book and WeasyPrint alone, which takes minutes", flush=True)
        ours, html, pages = _book(site, 4)
        (site / "book.html").write_text(html, "utf-8")
        alone = seconds(ROOT, "benchmarks.weasyprint_alone", str(site))
        small, _, fewer = _book(site, 16)
    part = Measured(f"every fourth chapter of the book, {pages} pages", ours, "WeasyPrint alone", alone, 1.15)
    growth = Measured("a page of these", ours / pages, f"a page of {fewer} pages", small / fewer, 1.25)
    return [part, growth]


def _book(site: Path, part: int) -> tuple[float, str, int]:
    """How long the book of every `part`th chapter takes from the built pages on, its HTML, and its pages."""
    read = book.load(ROOT, today())
    known = settings.parse(read.texts[settings.FILE])
    start = time.perf_counter()
    there = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    found, _ = chapters.chapters(files.pages_of(site), there, read, known)
    if part > 1:
        found = chapters.excerpt(found, {chapter.key for chapter in found[::part]})
    html = volume.document(found, read, known)
    data = paper.pdf(html, site, paper.A4, None)
    return time.perf_counter() - start, html, len(pypdf.PdfReader(io.BytesIO(data)).pages)


def seconds(project: Path, *command: str) -> float:
    """How long a Python module takes to run in a project."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=project, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - start
    if done.returncode and "check" not in command:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", file=sys.stderr)
        raise SystemExit(f"bench: {' '.join(command)} failed in {project.name}")
    return took


def print_table(found: list[Measured]) -> None:
    """One line a ratio, those over their bar marked."""
    width = min(shutil.get_terminal_size().columns, 110) - 46
    print(f"\n{'what':<{width}}{'seconds':>9}{'by':>9}{'ratio':>9}{'bar':>7}")
    for each in found:
        mark = "  over its bar" if each.ratio > each.bar else ""
        line = f"{each.what + ' ÷ ' + each.by:<{width}}{each.seconds:>9.2f}{each.by_seconds:>9.2f}"
        print(f"{line}{each.ratio:>9.3f}{each.bar:>7.2f}{mark}")


if __name__ == "__main__":
    sys.exit(main())
