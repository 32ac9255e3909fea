"""botocore's models of AWS's APIs: bounds, enumerations, patterns, members and the documentation of each of them.

A path names a place in a model: `service:Shape`, `service:Shape.member`,
`service:Operation()`, or `service:` for the service's own description. The models are
JSON files in the installed botocore package; no network, no credentials.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore

from factbook.witness.spots import NoSuchPath, Spot, without_tags


@dataclass
class Models:
    """The models of the installed botocore, each read when it is first asked for."""

    root: Path = field(default_factory=lambda: Path(botocore.__file__).parent / "data")
    _read: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @property
    def version(self) -> str:
        """The version of botocore that these models came with."""
        return str(botocore.__version__)

    def at(self, path: str) -> Spot:
        """The place that a path names. Raises NoSuchPath."""
        service, colon, rest = path.partition(":")
        if not colon:
            raise NoSuchPath(f"{path!r} has no ':' after the service")
        model = self.whole(service)
        if not rest:
            return Spot(without_tags(model.get("documentation", "")))
        if rest.endswith("()"):
            operation = model["operations"].get(rest[:-2])
            if operation is None:
                raise NoSuchPath(f"botocore's {service} has no operation {rest[:-2]!r}")
            return Spot(without_tags(operation.get("documentation", "")))
        name, _, member = rest.partition(".")
        shape = model["shapes"].get(name)
        if shape is None:
            raise NoSuchPath(f"botocore's {service} has no shape {name!r}")
        if not member:
            return _spot(shape, shape.get("documentation", ""))
        found = shape.get("members", {}).get(member)
        if found is None:
            raise NoSuchPath(f"shape {name!r} of botocore's {service} has no member {member!r}")
        target = model["shapes"][found["shape"]]
        return _spot(target, found.get("documentation", "") + " " + target.get("documentation", ""))

    def whole(self, service: str) -> dict[str, Any]:
        """The whole model of a service. Raises NoSuchPath."""
        if service not in self._read:
            folder = self.root / service
            versions = sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
            if not versions:
                raise NoSuchPath(f"botocore knows no service {service!r}")
            file = folder / versions[-1] / "service-2.json.gz"
            content = gzip.decompress(file.read_bytes()) if file.is_file() else file.with_suffix("").read_bytes()
            self._read[service] = json.loads(content)
        return self._read[service]


def _spot(shape: dict[str, Any], documentation: str) -> Spot:
    return Spot(
        without_tags(documentation),
        shape.get("min"),
        shape.get("max"),
        tuple(shape.get("enum", ())),
        tuple(shape.get("members", ())) if isinstance(shape.get("members"), dict) else (),
        shape.get("pattern", ""),
    )
