"""Waivers: a comment that allows one problem on its line or the next, with a reason.

In a note `<!-- allow typed-number: reason -->`, in YAML `# allow order-of-facts: reason`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from factbook.facts import Place, Problem, closest

RULE = "waiver"
_WAIVER = re.compile(r"(?:<!--|#)[ ]*allow[ ]+(?P<rule>[a-z-]+)(?:[ ]*:[ ]*(?P<reason>.*?))?[ ]*(?:-->|$)")

_FENCE = re.compile(r"\s*(?:```|~~~)")
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule that may be broken on some lines of a file."""

    rule: str
    reason: str
    place: Place
    lines: tuple[int, ...]

    def covers(self, problem: Problem) -> bool:
        """Whether it allows this problem."""
        return problem.rule == self.rule and problem.place.path == self.place.path and problem.place.line in self.lines


def waivers(texts: Mapping[str, str]) -> list[Waiver]:
    """Every waiver in the project's files. One that has a line to itself is for the line below."""
    return [
        waiver
        for path, text in texts.items()
        if "allow " in text and path.startswith(("docs/", "data/"))
        for waiver in _waivers_in(text, path)
    ]


@lru_cache(maxsize=8192)
def _waivers_in(text: str, path: str) -> tuple[Waiver, ...]:
    """The waivers of one file. A text that stays as it was is not read again."""
    found = []
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        fenced ^= bool(_FENCE.match(line))
        if fenced or "allow" not in line:
            continue
        for match in _WAIVER.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
            alone = not line[: match.start()].strip() and not line[match.end() :].strip()
            lines = (number + 1,) if alone else (number,)
            place = Place(path, number, match.start() + 1)
            found.append(Waiver(match["rule"], match["reason"] or "", place, lines))
    return tuple(found)


def apply(problems: list[Problem], texts: Mapping[str, str], rules: list[str]) -> list[Problem]:
    """The problems that no waiver allows, and those that waivers have themselves."""
    kept = list(problems)
    for waiver in waivers(texts):
        covered = [problem for problem in kept if waiver.covers(problem)]
        if waiver.rule not in rules:
            near = closest(waiver.rule, rules)
            hint = f"did you mean {near!r}?" if near else "see the rules in docs/contribute/index.md"
            kept.append(Problem(waiver.place, f"no rule {waiver.rule!r} that could be waived", hint, RULE))
        elif not waiver.reason:
            hint = f"write allow {waiver.rule}: and why"
            kept.append(Problem(waiver.place, f"{waiver.rule!r} is waived without a reason", hint, RULE))
        elif not covered:
            kept.append(Problem(waiver.place, f"nothing to waive for {waiver.rule!r}", "remove the waiver", RULE))
        else:
            kept = [problem for problem in kept if problem not in covered]
    return kept
