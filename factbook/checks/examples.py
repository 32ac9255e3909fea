"""An example for each rule that fails and one that passes: read from examples.yaml, shown to people, run by a test."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("examples.yaml")
_SERVICES = "sqs: {name: Amazon SQS, area: networking, page: sqs.md, status: active, summary: Queues.}\n"
_FACTS = (
    "size_max: {title: Largest message, kind: limit, value: 1, unit: MiB, "
    "source: https://docs.aws.amazon.com/sqs.html, evidence: 1 MiB, verified: 2026-11-20}\n"
)
_HEAD = "---\ndescription: Queues.\nabout: sqs\n---\n# SQS\n\n"


@dataclass(frozen=True, slots=True)
class Example:
    """What makes a rule speak, and the same mended: the files that matter, by path, or `note` and `facts`."""

    fails: dict[str, str]
    passes: dict[str, str]


@cache
def examples() -> dict[str, Example | None]:
    """The example of each rule by its name; None for rules about files, which no text can show."""
    found = yaml.safe_load(FILE.read_text("utf-8"))
    return {rule: Example(each["fails"], each["passes"]) if each else None for rule, each in found.items()}


def project(files: dict[str, str]) -> dict[str, str]:
    """A whole small project, by path, around the files of an example."""
    facts = files.get("facts", _FACTS)
    keys = [line.partition(":")[0] for line in facts.splitlines() if line[:1].isalpha() and "moved_to" not in line]
    note = files.get("note") or " ".join(f'{{{{ fact("sqs.{key}") }}}}' for key in keys)
    whole = {"data/services.yaml": _SERVICES, "data/facts/sqs.yaml": facts, "docs/sqs.md": f"{_HEAD}{note}\n"}
    return whole | {path: text for path, text in files.items() if path not in ("note", "facts")}
