"""The packages that witnesses are read from, and texts in them.

Most lie as wheels, as they were published, in the folder `witnesses` of the Python
environment; tools/setup.sh puts there what requirements-witness.txt pins. They are
read and never installed: none of their code runs, and none has to agree with what is
installed. A package that is installed all the same is read where it is.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from factbook.witness.spots import NoSuchPath, NotAtHand, Spot, spot_of_schema, without_markup


@dataclass
class Packages:
    """Packages by name, each opened when it is first asked for."""

    folder: Path = field(default_factory=lambda: Path(sys.prefix) / "witnesses")
    versions: dict[str, str] = field(default_factory=dict)
    """The version of each package that was read."""

    _open: dict[str, ZipFile | metadata.Distribution] = field(default_factory=dict, repr=False)
    _texts: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def text(self, package: str, file: str) -> str:
        """A file of a package. Raises NotAtHand or NoSuchPath."""
        if (package, file) not in self._texts:
            self._texts[package, file] = self._read(package, file)
        return self._texts[package, file]

    def _read(self, package: str, file: str) -> str:
        found = self._package(package)
        try:
            content = found.read(file) if isinstance(found, ZipFile) else Path(found.locate_file(file)).read_bytes()
        except (KeyError, OSError):
            raise NoSuchPath(f"{package} has no file {file!r}") from None
        return content.decode("utf-8", "replace")

    def _package(self, name: str) -> ZipFile | metadata.Distribution:
        if name not in self._open:
            wheels = self._wheels.get(_same(name), [])
            if len(wheels) == 1:
                self.versions[name] = wheels[0].name.split("-")[1]
                self._open[name] = ZipFile(wheels[0])
            else:
                try:
                    self._open[name] = metadata.distribution(name)
                except metadata.PackageNotFoundError:
                    raise NotAtHand(name) from None
                self.versions[name] = self._open[name].version
        return self._open[name]

    @cached_property
    def _wheels(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for wheel in sorted(self.folder.glob("*.whl")):
            found.setdefault(_same(wheel.name.split("-")[0]), []).append(wheel)
        return found


@dataclass
class Files:
    """Files of packages: `package:folder/file` is a text, `package:file.json#/a/b` a place in a JSON file."""

    packages: Packages
    _read: dict[str, Spot] = field(default_factory=dict, repr=False)

    def at(self, path: str) -> Spot:
        """The place that a path names. Raises NoSuchPath or NotAtHand."""
        if path not in self._read:
            self._read[path] = self._spot(path)
        return self._read[path]

    def _spot(self, path: str) -> Spot:
        package, colon, rest = path.partition(":")
        if not colon:
            raise NoSuchPath(f"{path!r} has no ':' after the package")
        file, sharp, pointer = rest.partition("#")
        text = self.packages.text(package, file)
        return spot_of_schema(_node(json.loads(text), pointer, file)) if sharp else Spot(_prose(text, file))


def _node(node: Any, pointer: str, file: str) -> Any:
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        try:
            node = node[int(part)] if isinstance(node, list) else node[part]
        except (LookupError, TypeError, ValueError):
            raise NoSuchPath(f"{file} has no {pointer!r}: nothing at {part!r}") from None
    return node


def _prose(text: str, file: str) -> str:
    """A text in which sentences are whole: comment marks and the seams of string literals are no part of them."""
    if file.endswith(".py"):
        text = re.sub(r"""(["'])\s*\n\s*f?\1""", "", text)
        text = re.sub(r"^[ \t]*#[: \t]?", " ", text, flags=re.MULTILINE)
    return without_markup(text)


def _same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
