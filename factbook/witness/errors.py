"""The errors in data/errors.yaml, held against botocore's models: that each is there, its status, and its operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from factbook.errors import RULE, Error
from factbook.facts import Problem
from factbook.witness.api_models import Models
from factbook.witness.spots import NoSuchPath

_OPERATION = re.compile(r"/API_(?:runtime_)?(\w+)\.html$")


def ask(errors: Iterable[Error], models: Models) -> Iterator[Problem]:
    """What the models say against the errors that name one."""
    for error in errors:
        if not error.model:
            continue
        try:
            model = models.whole(error.model)
        except NoSuchPath as problem:
            yield Problem(error.place, str(problem), "correct 'model'", RULE)
            continue
        shape = _shape(model, error.code)
        if shape is None:
            yield Problem(
                error.place, f"botocore's {error.model} has no error {error.code!r}", "correct the code", RULE
            )
            continue
        if (status := _status(model, model["shapes"][shape])) not in (None, error.status):
            yield Problem(error.place, f"{error.code} has status {status}, not {error.status}", "correct it", RULE)
        operation = _OPERATION.search(error.source)
        if operation and shape not in _errors_of(model, operation[1]):
            what = f"{operation[1]} of botocore's {error.model} does not list {error.code}"
            yield Problem(error.place, what, "name the page of an operation that does", RULE)


def _shape(model: dict[str, Any], code: str) -> str | None:
    """The shape of an error, by the name that it has or by the code that it sends."""
    for name, shape in model["shapes"].items():
        if shape.get("exception") and code in (name, shape.get("error", {}).get("code")):
            return str(name)
    return None


def _status(model: dict[str, Any], shape: dict[str, Any]) -> int | None:
    """The status of an error: said, or what AWS's protocol in JSON sends: 500 for faults of the service, else 400."""
    said = shape.get("error", {}).get("httpStatusCode")
    if said is not None:
        return int(said)
    if "json" in model["metadata"].get("protocols", [model["metadata"].get("protocol")]):
        return 500 if shape.get("fault") else 400
    return None


def _errors_of(model: dict[str, Any], operation: str) -> set[str]:
    return {error["shape"] for error in model["operations"].get(operation, {}).get("errors", ())}
