"""Who may import whom: the layers of docs/contribute/architecture.md, read from the code."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYERS = {
    "factbook.facts": set(),
    "factbook.stop": set(),
    "factbook.clock": {"factbook.stop"},
    "factbook.garbage": set(),
    "factbook.speed": set(),
    "factbook.phrases": set(),
    "factbook.notes": {"factbook.facts"},
    "factbook.services": {"factbook.facts"},
    "factbook.worked": {"factbook.facts"},
    "factbook.chronicle": {"factbook.facts"},
    "factbook.pages": {"factbook.facts"},
    "factbook.settings": {"factbook.navigation", "factbook.stop", "factbook.yaml_nodes"},
    "factbook.diagrams": {"factbook.facts", "factbook.notes"},
    "factbook.snippets": set(),
    "factbook.exam": {"factbook.facts"},
    "factbook.comparisons": {"factbook.facts"},
    "factbook.errors": {"factbook.facts"},
    "factbook.reading_time": {
        "factbook.book",
        "factbook.comparisons",
        "factbook.facts",
        "factbook.notes",
        "factbook.worked",
    },
    "factbook.study": {"factbook.book", "factbook.facts", "factbook.notes", "factbook.reading_time"},
    "factbook.book": {
        "factbook.garbage",
        "factbook.diagrams",
        "factbook.snippets",
        "factbook.chronicle",
        "factbook.editions",
        "factbook.comparisons",
        "factbook.errors",
        "factbook.exam",
        "factbook.prose",
        "factbook.generated",
        "factbook.glossary",
        "factbook.navigation",
        "factbook.facts",
        "factbook.notes",
        "factbook.services",
        "factbook.moved",
        "factbook.synonyms",
        "factbook.worked",
    },
    "factbook.editions": {"factbook.facts"},
    "factbook.synonyms": {"factbook.facts"},
    "factbook.moved": {"factbook.facts"},
    "factbook.words": {"factbook.facts"},
    "factbook.generated": {"factbook.facts", "factbook.speed"},
    "factbook.glossary": {"factbook.facts"},
    "factbook.layout": set(),
    "factbook.spelling": {"factbook.facts"},
    "factbook.prose": {"factbook.facts", "factbook.notes"},
    "factbook.navigation": {"factbook.facts", "factbook.yaml_nodes"},
    "factbook.yaml_nodes": {"factbook.facts"},
    "factbook.mend": {"factbook.facts"},
    "factbook.report": {"factbook.facts", "factbook.phrases"},
    "factbook.listing": {"factbook.facts", "factbook.book"},
    "factbook.changes": {"factbook.facts", "factbook.book", "factbook.phrases", "factbook.stop"},
    "factbook.editing": {
        "factbook.stop",
        "factbook.facts",
        "factbook.book",
        "factbook.layout",
        "factbook.mend",
        "factbook.prose",
        "factbook.worked",
    },
    "factbook.checks": {
        "factbook.exam",
        "factbook.reading_time",
        "factbook.pages",
        "factbook.layout",
        "factbook.prose",
        "factbook.snippets",
        "factbook.generated",
        "factbook.facts",
        "factbook.notes",
        "factbook.services",
        "factbook.worked",
        "factbook.yaml_nodes",
        "factbook.book",
    },
    "factbook.due": {"factbook.facts", "factbook.witness", "factbook.phrases"},
    "factbook.progress": set(),
    "factbook.publish": {
        "factbook.book",
        "factbook.chronicle",
        "factbook.errors",
        "factbook.glossary",
        "factbook.facts",
        "factbook.mend",
        "factbook.navigation",
        "factbook.notes",
        "factbook.pages",
        "factbook.phrases",
        "factbook.services",
        "factbook.snippets",
        "factbook.settings",
        "factbook.words",
    },
    "factbook.witness": {"factbook.errors", "factbook.facts", "factbook.mend", "factbook.phrases"},
    "factbook.gate": {
        "factbook.facts",
        "factbook.book",
        "factbook.checks",
        "factbook.clock",
        "factbook.garbage",
        "factbook.report",
    },
    "factbook.commands": {"factbook"},
    "factbook.cli": {"factbook.commands", "factbook.garbage", "factbook.stop"},
    "factbook.__main__": {"factbook.cli"},
    "macros": {"factbook"},
}
GENERATORS = {"mkdocs", "mkdocs_macros", "material", "zensical"}


def layer(module: str) -> str:
    """The longest layer name that a module belongs to."""
    return max((name for name in LAYERS if module == name or module.startswith(name + ".")), key=len, default=module)


def imports(file: Path) -> set[str]:
    """The modules that a file imports, submodules written out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                path = ROOT / whole.replace(".", "/")
                found.add(whole if path.is_dir() or path.with_suffix(".py").is_file() else node.module or "")
    return found


def modules() -> dict[str, set[str]]:
    found = {}
    for package in ("factbook", "macros"):
        for file in (ROOT / package).rglob("*.py"):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found[name] = imports(file)
    return found


def test_every_module_imports_only_what_is_below_it():
    wrong = []
    for module, imported in modules().items():
        if module == "factbook":
            continue
        allowed = LAYERS[layer(module)] | {layer(module)}
        for other in imported:
            if (
                other.split(".")[0] in ("factbook", "macros")
                and layer(other) not in allowed
                and "factbook" not in allowed - {"factbook.facts"}
            ):
                wrong.append(f"{module} imports {other}")
            if other.split(".")[0] == "macros" and layer(module) != "macros":
                wrong.append(f"{module} imports {other}: nothing imports macros")
    assert wrong == []


def test_every_module_has_a_layer():
    assert [module for module in modules() if module != "factbook" and layer(module) not in LAYERS] == []


def test_no_module_knows_a_site_generator():
    assert [
        (module, other)
        for module, imported in modules().items()
        for other in imported
        if other.split(".")[0] in GENERATORS
    ] == []


def test_only_one_module_reads_the_clock():
    reading = [
        file.name
        for package in ("factbook", "macros")
        for file in (ROOT / package).rglob("*.py")
        if ".today()" in file.read_text("utf-8") or ".now(" in file.read_text("utf-8")
    ]
    assert reading == ["clock.py"]
