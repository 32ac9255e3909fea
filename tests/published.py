"""The published data read back, with nothing but what a stranger has: the files."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

_MONTHS = "January February March April May June July August September October November December".split()
KINDS = {
    "limits": "limit",
    "defaults": "default",
    "retention": "retention",
    "prices": "price",
    "lists": "list",
    "rules": "rule",
}


def read(site: Path, name: str) -> dict[str, Any]:
    """One file of version 1."""
    return json.loads((site / "api" / "v1" / name).read_text("utf-8"))


def table(site: Path, kind: str) -> list[list[str]]:
    """The reference table of one kind, rebuilt from the published JSON: id, and the text of each cell."""
    facts = read(site, "facts.json")["facts"]
    names = {service["id"]: service["short_name"] for service in read(site, "services.json")["services"]}
    titles = {fact["id"]: fact["title"] for fact in facts}
    return [
        [
            fact["id"],
            names[fact["service"]],
            fact["title"] + (fact["note"] or ""),
            " ".join([fact["value"]["text"], *(_past(past) for past in reversed(fact["history"]))]),
            ", ".join(
                part for part in (fact["scope"], _region(fact), "adjustable" if fact["adjustable"] else "") if part
            ),
            fact["verified"] + _computed(fact, titles),
            fact["source"] or "",
        ]
        for service in names
        for fact in facts
        if fact["service"] == service and fact["kind"] == kind
    ]


def _past(past: dict[str, Any]) -> str:
    year, *rest = past["until"].split("-")
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    return f"{past['value']['text']} until {month}{year}"


def _region(fact: dict[str, Any]) -> str:
    return fact["region"] if fact["region"] and fact["region"] != "all" else ""


def _computed(fact: dict[str, Any], titles: dict[str, str]) -> str:
    return "computed from " + ", ".join(titles[id_] for id_ in fact["operands"]) if fact["operands"] else ""


def plain(text: str) -> str:
    """Text as it is read on a page: one space where there is any."""
    return " ".join(unescape(text).split())
