"""The documentation in the AWS CDK for Python: CloudFormation's property texts, and what the CDK itself presets.

A path is `aws_lambda.CfnFunctionProps`, a class with its members, or `aws_lambda:`, the
guide at the head of a module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from factbook.witness.packages import Packages
from factbook.witness.spots import NoSuchPath, Spot, without_markup

_PACKAGE = "aws-cdk-lib"
_GUIDE = re.compile(r"""\br(\"{3}|'{3})(.*?)\1""", re.DOTALL)
_END = re.compile(r"\n(?:class |@jsii\.|__all__)")


@dataclass
class Constructs:
    """The modules of the CDK, each read when it is first asked for."""

    packages: Packages
    _read: dict[str, Spot] = field(default_factory=dict, repr=False)

    def at(self, path: str) -> Spot:
        """The place that a path names. Raises NoSuchPath or NotAtHand."""
        if path not in self._read:
            self._read[path] = Spot(without_markup(self._text(path)))
        return self._read[path]

    def _text(self, path: str) -> str:
        module, colon, _ = path.partition(":")
        if colon:
            text = self._module(module)
            guide = _GUIDE.search(text)
            return guide[2] if guide else ""
        module, dot, class_ = path.partition(".")
        if not dot:
            raise NoSuchPath(f"{path!r} has neither ':' nor a class")
        text = self._module(module)
        start = max(text.find(f"\nclass {class_}{mark}") for mark in "(:")
        if start < 0:
            raise NoSuchPath(f"module {module!r} of the CDK has no class {class_!r}")
        end = _END.search(text, start + 1)
        return text[start : end.start() if end else None]

    def _module(self, name: str) -> str:
        return self.packages.text(_PACKAGE, f"aws_cdk/{name.replace('.', '/')}/__init__.py")
