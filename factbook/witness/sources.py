"""All kinds of witnesses that need no network, by the names that facts call them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from factbook.facts import Witness
from factbook.witness.api_models import Models
from factbook.witness.cloudformation import ResourceTypes
from factbook.witness.constructs import Constructs
from factbook.witness.packages import Files, Packages
from factbook.witness.spots import Spot


class Source(Protocol):
    """What knows places by their paths."""

    def at(self, path: str) -> Spot:
        """The place that a path names. Raises NoSuchPath or NotAtHand."""


@dataclass
class Sources:
    """Where each kind of witness is asked."""

    packages: Packages = field(default_factory=Packages)
    models: Models = field(default_factory=Models)

    def __post_init__(self) -> None:
        self._kinds: dict[str, Source] = {
            "botocore": self.models,
            "cfn": ResourceTypes(self.packages),
            "cdk": Constructs(self.packages),
            "file": Files(self.packages),
        }

    @property
    def versions(self) -> dict[str, str]:
        """The version of each package that was asked, by its name."""
        return dict(sorted(({"botocore": self.models.version} | self.packages.versions).items()))

    def spot(self, witness: Witness) -> Spot:
        """The place that a witness is asked at. Raises NoSuchPath or NotAtHand."""
        return self._kinds[witness.kind].at(witness.path)
