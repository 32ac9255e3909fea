"""The errors that a developer meets: what each means, whether to try again, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factbook.facts import Place, Problem, closest
from factbook.facts.disk import read_mapping
from factbook.facts.strict_yaml import Mapping, Node, Scalar

FILE = "data/errors.yaml"
RULE = "error"

RETRIES = {
    "never": "No: mend the request",
    "later": "Later, when the state has changed",
    "backoff": "Yes, with backoff",
}
"""Whether the same request may be sent again, and how that is said."""

FIELDS = {
    "status": "the HTTP status, in digits",
    "means": "what it means, in a sentence of ours",
    "retry": "one of " + ", ".join(RETRIES),
    "do": "what to do, in a sentence of ours",
    "model": "the service of botocore in whose model it stands",
    "source": "the address of AWS's page that has it",
}
_OPTIONAL = ("model",)


@dataclass(frozen=True, slots=True)
class Error:
    """One error of a service. `retry` is a key of RETRIES; `model` a service of botocore, or empty."""

    service: str
    code: str
    status: int
    means: str
    retry: str
    do: str
    source: str
    place: Place
    model: str = ""

    @property
    def id(self) -> str:
        """Service and code, as an address names it."""
        return f"{self.service}.{self.code}"


def load(root: Path) -> tuple[dict[str, Error], list[Problem], dict[str, str]]:
    """The errors by id, what is wrong with their file, and its text by its path."""
    tree, problems, texts = read_mapping(root, FILE)
    found = {}
    for service, node in tree.entries.items():
        if not isinstance(node, Mapping):
            problems.append(Problem(tree.keys[service], f"{service!r} has no errors", "write them below it", RULE))
            continue
        for code, part in node.entries.items():
            before = len(problems)
            fields = _fields(code, node.keys[code], part, problems)
            if len(problems) == before:
                status = int(fields.pop("status"))
                error = Error(service=service, code=code, status=status, place=node.keys[code], **fields)
                found[error.id] = error
    return found, problems, texts


def _fields(code: str, place: Place, node: Node, problems: list[Problem]) -> dict[str, str]:
    def refuse(where: Place, what: str, hint: str) -> None:
        problems.append(Problem(where, what, hint, RULE))

    if not isinstance(node, Mapping):
        refuse(place, f"{code!r} has no fields", "write below it " + ", ".join(FIELDS))
        return {}
    for name, meaning in FIELDS.items():
        if name not in node.entries and name not in _OPTIONAL:
            refuse(place, f"{code!r} has no {name!r}", f"add it: {meaning}")
    fields = {}
    for name, part in node.entries.items():
        if name not in FIELDS:
            near = closest(name, list(FIELDS))
            hint = f"did you mean {near!r}?" if near else "one of " + ", ".join(FIELDS)
            refuse(node.keys[name], f"unknown field {name!r}", hint)
        elif not isinstance(part, Scalar) or not part.text.strip() or "<" in part.text:
            refuse(part.place, f"{name!r} is not a plain text", f"write {FIELDS[name]}")
        else:
            fields[name] = part.text.strip()
            if name == "status" and not (part.text.isdecimal() and 400 <= int(part.text) < 600):
                refuse(part.place, f"status {part.text!r} is none of an error", "write 400 to 599")
            elif name == "retry" and part.text not in RETRIES:
                refuse(part.place, f"retry {part.text!r}", f"write {FIELDS['retry']}")
            elif name == "source" and not part.text.startswith("https://"):
                refuse(part.place, f"{part.text!r} is no https address", "write the address of AWS's page")
    return fields
