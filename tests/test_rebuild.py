"""`make site` after an edit: makes what depends on it, whatever the dates say, and ends with the bytes of a clean build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from factbook.pages import DOWNLOADS
from tests.conftest import ENVIRONMENT
from tests.projects import CONFIG, run, small

OUT = "out"
WHOLE = (
    CONFIG.replace("font: false}", "font: false, custom_dir: overrides, features: [navigation.footer]}")
    .replace("  - index.md", "  - Home: index.md")
    .replace("  - kms.md", "  - Keys: kms.md")
    .replace("  - search\n", "")
)
"""Some pages have their titles in the navigation, and some do not; the foot of each page has its neighbours'."""


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A small project whose pages have been made once."""
    folder = small(tmp_path_factory.mktemp("rebuilt"), CONFIG=WHOLE)
    (folder / "overrides").mkdir()
    (folder / "overrides" / "main.html").write_text(
        '{% extends "base.html" %}{% block footer %}first foot{{ super() }}{% endblock %}'
    )
    (folder / "overrides" / "assets").mkdir()
    (folder / "overrides" / "assets" / "some.css").write_text("p { color: red }")
    made(folder)
    return folder


def pages(folder: Path, generator: str = "mkdocs") -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "tools/pages.py", generator, OUT],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


def made(folder: Path, generator: str = "mkdocs") -> int:
    """How many pages were made."""
    done = pages(folder, generator)
    assert done.returncode == 0, done.stdout + done.stderr
    return int(re.search(r"^pages: (\d+) of 9 made$", done.stdout, re.MULTILINE)[1])


def bytes_of(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def edit(file: Path, old: str, new: str) -> None:
    """Change a file, and date it back before all builds."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    os.utime(file, (1, 1))


EDITS = {
    # what is edited, in which file, and how many of the 9 pages are made again
    "fact": ("data/facts/sqs.yaml", "value: 4\n  unit: day", "value: 5\n  unit: day", 3),
    "note": ("docs/kms.md", "Keys lock and", "Keys close and", 1),
    "title": ("docs/networking/sqs.md", "# SQS", "# Queues {: #q }", 9),
    "title in the navigation": ("docs/kms.md", "# KMS", "# Keys and locks", 1),
    "macro": ("macros/facts.py", 'f"until {past.until}"', 'f"up to {past.until}"', 1),
    "style": ("overrides/assets/some.css", "red", "blue", 0),
    "template": ("overrides/main.html", "first foot", "second foot", 9),
    "configuration": ("mkdocs.yml", "site_name: Small", "site_name: Smaller", 9),
}


@pytest.mark.parametrize("edited", EDITS)
def test_an_edit_makes_what_depends_on_it_and_nothing_else(project, tmp_path, edited):
    file, old, new, count = EDITS[edited]
    edit(project / file, old, new)
    assert made(project) == count
    clean = tmp_path / "clean"
    shutil.copytree(project, clean, ignore=shutil.ignore_patterns(".cache", OUT, "__pycache__"))
    assert made(clean) == 9
    assert bytes_of(project / OUT) == bytes_of(clean / OUT)


def test_a_plugin_that_reads_all_pages_gets_them(project, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    edit(copy / "mkdocs.yml", "plugins:\n", "plugins:\n  - search\n")
    assert made(copy) == 9
    edit(copy / "docs" / "kms.md", "never leave", "leave never")
    assert made(copy) == 9
    index = (copy / OUT / "search" / "search_index.json").read_text("utf-8")
    assert "leave never" in index
    assert "Queues hold" in index


def test_dates_alone_mean_nothing(project):
    for file in project.rglob("*.*"):
        if ".cache" not in file.parts and OUT not in file.parts:
            os.utime(file)
    assert made(project) == 0


def test_a_page_that_is_gone_is_gone(project, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    (copy / "docs" / "kms.md").unlink()
    edit(copy / "mkdocs.yml", "  - Keys: kms.md\n", "")
    edit(copy / "data" / "services.yaml", "page: kms.md", "page: index.md")
    done = pages(copy)
    assert "pages: 8 of 8 made" in done.stdout, done.stderr
    assert not (copy / OUT / "kms").exists()


@pytest.mark.parametrize(
    ("link", "said"), [("[x](nowhere.md)", "nowhere.md"), ('{{ fact("sqs.thrice") }}', "no fact 'sqs.thrice'")]
)
def test_a_mistake_in_an_edit_stops_the_build_and_mending_it_shows(project, link, said):
    note = project / "docs" / "kms.md"
    before = bytes_of(project / OUT)
    text = note.read_text("utf-8")
    note.write_text(text + link, "utf-8")
    done = pages(project)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert bytes_of(project / OUT) == before
    note.write_text(text, "utf-8")
    made(project)
    assert bytes_of(project / OUT) == before


def test_zensical_makes_all_pages_when_one_has_changed_and_leaves_what_else_is_kept(project, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    (copy / ".cache" / "book").mkdir()
    (copy / ".cache" / "book" / "kept.pdf").touch()
    assert made(copy, "zensical") == 9
    assert made(copy, "zensical") == 0
    edit(copy / "data" / "facts" / "sqs.yaml", "value: 1\n", "value: 2\n")
    assert made(copy, "zensical") == 9
    assert ">2\N{NO-BREAK SPACE}MiB</a>" in (copy / OUT / "networking" / "sqs" / "index.html").read_text("utf-8")
    assert (copy / ".cache" / "book" / "kept.pdf").exists()
    assert not (copy / ".zensical.yml").exists()


def bound(folder: Path, **environment: str) -> tuple[dict[str, bytes], dict[str, tuple[int, int]]]:
    """The pages published and bound: what is there to download, and of each paper how many parts were laid out and how many kept."""
    assert run(folder, "publish", OUT, **environment).returncode == 0
    done = run(folder, "bind", OUT, **environment)
    assert done.returncode == 0, done.stderr
    said = re.findall(r"^bind: (.+): (\d+) parts? laid out, (\d+) kept$", done.stdout, re.MULTILINE)
    data = {name: data for name, data in bytes_of(folder / OUT).items() if name in DOWNLOADS}
    return data, {paper: (int(laid_out), int(kept)) for paper, laid_out, kept in said}


def test_an_edit_lays_out_the_chapters_that_it_changes_and_the_bytes_are_those_of_another_folder(project, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("book"))
    _, first = bound(copy)
    parts = first["A4"][0]
    assert first == {"A4": (parts, 0), "US Letter": (parts, 0)}
    edit(copy / "docs" / "kms.md", "never leave", "leave never")
    made(copy)
    data, then = bound(copy)
    assert then == {"A4": (1, parts - 1), "US Letter": (1, parts - 1)}
    clean = tmp_path / "clean"
    shutil.copytree(copy, clean, ignore=shutil.ignore_patterns(".cache", OUT, "__pycache__"))
    made(clean)
    same, anew = bound(clean, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati")
    assert anew == first
    assert set(data) == set(DOWNLOADS)
    assert [name for name in DOWNLOADS if data[name] != same[name]] == []


def test_an_unknown_generator_is_one_line(project):
    done = pages(project, "hugo")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("pages: GENERATOR is mkdocs or zensical, not 'hugo'")


def test_the_pages_are_those_that_the_generator_makes_by_itself(project, tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=project, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made(project)
    assert bytes_of(tmp_path / "site") == bytes_of(project / OUT)
