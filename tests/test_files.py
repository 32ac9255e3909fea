"""Files that a pull request may not bring: too large, or links to somewhere else on the machine."""

from __future__ import annotations

from datetime import date

import pytest

from factbook import book, checks, gate
from tests.projects import small

TODAY = date(2026, 11, 23)


def problems(folder) -> list[str]:
    found = checks.run(book.load(folder, TODAY))
    return [
        f"{each.place.path}: {each.rule}" for each in found if each.rule in ("large-file", "link-out-of-the-project")
    ]


def test_large_files_are_refused(tmp_path):
    small(tmp_path)
    for name in ("docs/a.png", "docs/kms/b.bin", "data/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * (1024 * 1024 + 1))
    (tmp_path / "docs" / "fine.png").write_bytes(b"x" * 1024 * 1024)
    assert problems(tmp_path) == ["data/c.txt: large-file", "docs/a.png: large-file", "docs/kms/b.bin: large-file"]


@pytest.mark.parametrize("name", ["docs/leak.md", "docs/leak.png", "data/facts/leak.yaml"])
def test_links_out_of_the_project_are_refused_and_not_read(tmp_path, name):
    project = small(tmp_path / "project")
    secret = tmp_path / "secret.md"
    secret.write_text("secret: {{ 7*7 }}")
    (project / name).symlink_to(secret)
    loaded = book.load(project, TODAY)
    assert problems(project) == [f"{name}: link-out-of-the-project"]
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
    assert problems(project) == ["docs/gone: link-out-of-the-project", "docs/more: link-out-of-the-project"]
    assert not any("Outside" in text for text in book.load(project, TODAY).texts.values())


def test_a_link_inside_the_project_is_fine(tmp_path):
    project = small(tmp_path)
    (project / "docs" / "same.md").symlink_to(project / "docs" / "kms.md")
    assert problems(project) == []
