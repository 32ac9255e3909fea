"""Corpora to measure with: notes in the manner of the real ones, with facts to name, of any size.

The same seed gives the same corpus. Notes are drawn from the real notes' sections and
facts from the real facts, renamed, so that lengths, markup and values are those of the
real site.
"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from factbook.pages import KIND_PAGES

ROOT = Path(__file__).resolve().parent.parent
_SECTIONS = 6
_FACT = re.compile(r"^([a-z][a-z0-9_]*):\n((?:  .*\n|\n)+)", re.MULTILINE)
_CALL = re.compile(r"\{\{.*?\}\}")


def make(folder: Path, *, notes: int, facts: int, references: int, seed: int = 1) -> Path:
    """A project in `folder` with so many notes and facts, each note naming `references` facts; the real macros and theme.

    Every fact is named by some note when `notes` times `references` allows it.
    """
    draw = random.Random(seed)
    for name in ("factbook", "macros", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    templates, sections = _templates(), _sections()
    per_service = max(1, facts // notes) if facts >= notes else 1
    services = max(1, facts // per_service)
    ids: list[str] = []
    for number in range(services):
        text = []
        for index in range(per_service):
            body = draw.choice(templates)
            title = f"  title: Value {index} of service {number}\n"
            text.append(f"key_{index:04}:\n{title}{body}")
            ids.append(f"s{number}.key_{index:04}")
        _write(folder / "data" / "facts" / f"s{number}.yaml", "\n".join(text))
    order = draw.sample(ids, len(ids))
    pages = []
    for number in range(notes):
        page = f"area{number % 40}/page{number}.md"
        pages.append(page)
        named = [order[(number * references + index) % len(order)] for index in range(references)]
        about = f"s{number % services}"
        _write(folder / "docs" / page, _note(number, about, named, sections, draw))
    entries = [
        f"s{number}: {{name: Service {number}, area: compute, page: {pages[number % notes]}, status: active, summary: Does things.}}"
        for number in sorted(range(services), key=lambda each: f"s{each}")
    ]
    _write(folder / "data" / "services.yaml", "\n".join(entries) + "\n")
    _write(folder / "docs" / "index.md", "---\ndescription: A corpus.\n---\n# Corpus\n\nA home page.\n")
    for kind, page in KIND_PAGES.items():
        _write(
            folder / "docs" / "reference" / f"{page}.md",
            f'---\ndescription: {page}\n---\n# {page}\n\n{{{{ facts(kind="{kind}") }}}}\n',
        )
    _write(folder / "mkdocs.yml", _config(pages))
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _templates() -> list[str]:
    """The fields of real facts, without the title and without what names other facts."""
    found = []
    for file in sorted((ROOT / "data" / "facts").glob("*.yaml")):
        for _, body in _FACT.findall(file.read_text("utf-8") + "\n"):
            lines = [line for line in body.splitlines() if line.strip() and not line.startswith("  title:")]
            text = "\n".join(lines) + "\n"
            if "derive:" not in text and "moved_to:" not in text and not any(line.startswith("  #") for line in lines):
                found.append(text)
    return found


def _sections() -> list[str]:
    """The sections of real notes, their macros taken out."""
    found = []
    for file in sorted((ROOT / "docs").glob("*/*.md")):
        if file.parent.name in ("reference", "contribute", "exam"):
            continue
        for section in re.split(r"(?m)^(?=## )", file.read_text("utf-8"))[1:]:
            if "{%" not in section and "](" not in section and 300 < len(section) < 4000:
                found.append(_CALL.sub("X", section))
    return found


def _note(number: int, about: str, named: list[str], sections: list[str], draw: random.Random) -> str:
    parts = draw.sample(sections, _SECTIONS)
    per_part = -(-len(named) // len(parts))
    body = []
    for index, part in enumerate(parts):
        heading, _, rest = part.partition("\n")
        facts = named[index * per_part : (index + 1) * per_part]
        lines = " ".join(f'It is {{{{ fact("{id_}") }}}} here.' for id_ in facts)
        body.append(f"{heading} {index}\n\n{lines}\n{rest}")
    return (
        f"---\ndescription: Page {number}.\nabout: {about}\n---\n# Page {number}\n\nA page of the corpus.\n\n"
        + "\n".join(body)
    )


def _config(pages: list[str]) -> str:
    """The real configuration, with another navigation."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    areas: dict[str, list[str]] = {}
    for page in pages:
        areas.setdefault(page.partition("/")[0], []).append(page)
    nav = ["nav:", "  - Home: index.md"]
    for area, members in areas.items():
        nav.append(f"  - {area}:")
        nav += [f"      - {page}" for page in members]
    nav.append("  - Reference:")
    nav += [f"      - reference/{page}.md" for page in KIND_PAGES.values()]
    start = text.index("nav:\n")
    end = re.compile(r"^(?=[a-z#])", re.MULTILINE).search(text, start + 5)
    assert end
    return text[:start] + "\n".join(nav) + "\n\n" + text[end.start() :]
