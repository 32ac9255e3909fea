"""Files that a pull request may not bring: too large, of another kind, or links to somewhere else."""

from __future__ import annotations

import os
import subprocess
from datetime import date

import pytest

from factbook import book, checks, gate
from tests.projects import ROOT, small

TODAY = date(2026, 11, 23)


def problems(folder) -> list[str]:
    found = checks.run(book.load(folder, TODAY))
    rules = ("large-file", "symbolic-link", "stray-file")
    return [f"{each.place.path}: {each.rule}" for each in found if each.rule in rules]


def test_large_files_are_refused(tmp_path):
    small(tmp_path)
    for name in ("docs/a.png", "docs/kms/b.gif", "data/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * (1024 * 1024 + 1))
    (tmp_path / "docs" / "fine.png").write_bytes(b"x" * 1024 * 1024)
    assert problems(tmp_path) == ["data/c.txt: large-file", "docs/a.png: large-file", "docs/kms/b.gif: large-file"]


@pytest.mark.parametrize("name", ["docs/leak.md", "docs/leak.png", "data/facts/leak.yaml"])
def test_symbolic_links_are_refused_and_not_read(tmp_path, name):
    project = small(tmp_path / "project")
    secret = tmp_path / "secret.md"
    secret.write_text("secret: {{ 7*7 }}")
    (project / name).symlink_to(secret)
    loaded = book.load(project, TODAY)
    assert problems(project) == [f"{name}: symbolic-link"]
    assert not any("secret" in text for text in loaded.texts.values())
    with pytest.raises(gate.Refused):
        gate.open_book(project)


def test_a_linked_folder_is_refused_too(tmp_path):
    project = small(tmp_path / "project")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "page.md").write_text("# Outside")
    (project / "docs" / "more").symlink_to(outside)
    (project / "docs" / "gone").symlink_to(tmp_path / "nowhere")
    assert problems(project) == ["docs/gone: symbolic-link", "docs/more: symbolic-link"]
    assert not any("Outside" in text for text in book.load(project, TODAY).texts.values())


@pytest.mark.parametrize("target", ["docs/kms.md", "hidden", ".", "docs/other"])
def test_a_link_inside_the_project_is_refused_too(tmp_path, target):
    """MkDocs follows it: a folder of pages that nobody looked at would be rendered, macro language and all."""
    project = small(tmp_path)
    (project / "hidden").mkdir()
    (project / "hidden" / "evil.md").write_text("{{ cycler.__init__ }}")
    (project / "docs" / "other").symlink_to(project / target)
    assert problems(project) == ["docs/other: symbolic-link"]
    with pytest.raises(gate.Refused):
        gate.open_book(project)


@pytest.mark.parametrize("folder", ["docs", "data"])
def test_a_whole_folder_that_is_a_link_is_refused(tmp_path, folder):
    project = small(tmp_path / "project")
    (project / folder).rename(tmp_path / "elsewhere")
    (project / folder).symlink_to(tmp_path / "elsewhere")
    assert f"{folder}: symbolic-link" in problems(project)


@pytest.mark.parametrize("name", ["data/services.yaml", "data/glossary.yaml", "mkdocs.yml", "CONTRIBUTING.md"])
def test_no_link_is_read(tmp_path, name):
    project = small(tmp_path / "project")
    (tmp_path / "secret").write_text("root:x:0:0")
    (project / name).unlink(missing_ok=True)
    (project / name).symlink_to(tmp_path / "secret")
    assert not any("root:x" in text for text in book.load(project, TODAY).texts.values())


@pytest.mark.parametrize(
    "name", ["evil.markdown", "evil.mkd", "evil.html", "evil.svg", "assets/javascripts/facts.js", "EVIL.MD", "md"]
)
def test_only_notes_and_pictures_are_published(tmp_path, name):
    """MkDocs renders .markdown and .mkd, too, and copies the rest as it is, over the theme's own files."""
    project = small(tmp_path)
    (project / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
    (project / "docs" / name).write_text("{{ cycler.__init__ }}")
    assert problems(project) == [f"docs/{name}: stray-file"]
    with pytest.raises(gate.Refused):
        gate.open_book(project)


def test_folders_and_pipes_with_the_names_of_files(tmp_path):
    project = small(tmp_path)
    (project / "data" / "facts" / "folder.yaml").mkdir()
    (project / "docs" / "folder.md").mkdir()
    os.mkfifo(project / "data" / "facts" / "pipe.yaml")
    assert problems(project) == []


def test_nothing_that_is_ignored_is_committed():
    """Least of all what was read and laid out before, .cache/: that would stand for what the files say."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.stdout == ""
