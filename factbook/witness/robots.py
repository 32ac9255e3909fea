"""What a site's robots.txt lets a program read, as RFC 9309 has it.

The standard library's reader takes `*` inside a path literally and lets the first
rule decide instead of the longest, so it reads pages that a site wants left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_LINE = re.compile(r"\s*(?P<name>[a-z-]+)\s*:\s*(?P<value>[^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether addresses with a path are allowed: `*` stands for anything, a `$` at the end for the end."""

    allows: bool
    path: str

    def matches(self, path: str) -> bool:
        """Whether this rule speaks of a path."""
        first, *rest = (self.path if self.path.endswith("$") else self.path + "*").removesuffix("$").split("*")
        if not rest:
            return path == first
        if not path.startswith(first):
            return False
        at = len(first)
        for piece in rest[:-1]:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return path[at:].endswith(rest[-1])


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one program, and how many seconds the site wants between its requests."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0

    def allows(self, address: str) -> bool:
        """Whether the program may read an address: the longest rule that matches decides; none allows."""
        parts = urlsplit(address)
        path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        matching = [rule for rule in self.rules if rule.matches(path)]
        return max(matching, key=lambda rule: (len(rule.path), rule.allows)).allows if matching else True


EVERYTHING = Robots()
"""What a site without a robots.txt allows."""


def parse(text: str, product: str) -> Robots:
    """The rules for `product`, the program's name; where there are none for it, those for everybody."""
    groups: dict[str, list[Rule]] = {}
    delays: dict[str, float] = {}
    agents: list[str] = []
    ruled = True
    for line in text.removeprefix("\ufeff").splitlines():
        match = _LINE.match(line)
        if not match:
            continue
        name, value = match["name"].lower(), match["value"].strip()
        if name == "user-agent":
            agents = [value.lower()] if ruled else [*agents, value.lower()]
            groups.setdefault(value.lower(), [])
            ruled = False
        elif name in ("allow", "disallow"):
            ruled = True
            for agent in agents if value else ():
                groups[agent].append(Rule(name == "allow", unquote(value)))
        elif name == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value):
            ruled = True
            delays |= dict.fromkeys(agents, float(value))
    agent = product.lower() if product.lower() in groups else "*"
    return Robots(tuple(groups.get(agent, ())), delays.get(agent, 0))
