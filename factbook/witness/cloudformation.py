"""CloudFormation's schemas of resource types, as cfn-lint ships them: bounds, enumerations, patterns, descriptions.

A path is `AWS::SQS::Queue`, a property of it `AWS::SQS::Queue.DelaySeconds`, a definition
in it `AWS::S3::Bucket/Rule`, or a property of that, `AWS::S3::Bucket/Rule.Status`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from factbook.witness.packages import Packages
from factbook.witness.spots import NoSuchPath, Spot, spot_of_schema

_PACKAGE = "cfn-lint"
_SCHEMAS = "cfnlint/data/schemas/"


@dataclass
class ResourceTypes:
    """The resource types of one Region, each read when it is first asked for."""

    packages: Packages
    _read: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    def at(self, path: str) -> Spot:
        """The place that a path names. Raises NoSuchPath or NotAtHand."""
        head, _, name = path.partition(".")
        type_, slash, definition = head.partition("/")
        node = self._type(type_)
        if slash:
            node = node.get("definitions", {}).get(definition)
            if node is None:
                raise NoSuchPath(f"{type_} has no definition {definition!r}")
        if name:
            node = node.get("properties", {}).get(name)
            if node is None:
                raise NoSuchPath(f"{head} has no property {name!r}")
        return spot_of_schema(node)

    @cached_property
    def _index(self) -> dict[str, str]:
        return json.loads(self.packages.text(_PACKAGE, f"{_SCHEMAS}providers/us-east-1.json"))

    def _type(self, name: str) -> dict[str, Any]:
        if name not in self._read:
            if name not in self._index:
                raise NoSuchPath(f"CloudFormation has no resource type {name!r}")
            file = f"{_SCHEMAS}resources/{self._index[name]}.json"
            self._read[name] = json.loads(self.packages.text(_PACKAGE, file))
        return self._read[name]
