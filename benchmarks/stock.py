"""The same text for a generator alone: a project's notes with their macros written out, and a configuration without what is ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

ROOT = Path(__file__).resolve().parent.parent
_FEATURES = ("navigation.sections", "navigation.indexes", "search.highlight", "search.suggest", "search.share")


def config(project: Path) -> dict[str, Any]:
    """A project's configuration with stock Material and its own search, and without styles, scripts and templates of ours."""
    found = yaml.safe_load((project / "mkdocs.yml").read_text("utf-8"))
    theme = {name: found["theme"][name] for name in ("name", "language", "font")}
    plugins = ["search", *(each for each in found["plugins"] if each != "search")]
    return found | {
        "theme": theme | {"features": list(_FEATURES)},
        "plugins": plugins,
        "extra_css": [],
        "extra_javascript": [],
    }


def make(project: Path, folder: Path) -> Path:
    """In `folder`, the text of a project for stock Material; `plain.yml` beside it keeps the project's theme."""
    subprocess.run([sys.executable, "-m", __name__, str(project), str(folder)], cwd=ROOT, check=True)
    stock = config(project)
    own = yaml.safe_load((project / "mkdocs.yml").read_text("utf-8"))
    own["theme"]["custom_dir"] = str(project / "overrides")
    for name, found in (("mkdocs.yml", stock), ("plain.yml", own)):
        found["plugins"] = [each for each in found["plugins"] if "macros" not in each]
        found["watch"] = []
        (folder / name).write_text(yaml.safe_dump(found), "utf-8")
    return folder


def _write_out(project: Path, folder: Path) -> None:
    """Every note of a project with what its macros write, in a process of its own, as its macros are imported."""
    found = load_config(str(project / "mkdocs.yml"))
    found.plugins.on_startup(command="build", dirty=False)
    found = found.plugins.on_config(found)
    found.plugins[
        "macros"
    ].pre_macro_functions.clear()  # those keep HTML for our own build, and leave marks in the text
    files = get_files(found)
    found.plugins.on_nav(get_navigation(files, found), config=found, files=files)
    for file in files:
        target = folder / "docs" / file.src_uri
        target.parent.mkdir(parents=True, exist_ok=True)
        if not file.page:
            target.write_bytes(file.content_bytes)
            continue
        file.page.read_source(found)
        before = file.content_string.removesuffix(file.page.markdown)
        text = found.plugins.on_page_markdown(file.page.markdown, page=file.page, config=found, files=files)
        target.write_text(before + text, "utf-8")


if __name__ == "__main__":
    _write_out(Path(sys.argv[1]), Path(sys.argv[2]))
