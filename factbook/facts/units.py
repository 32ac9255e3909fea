"""The closed list of units, and exact conversion between them.

AWS writes KB, MB, GB and TB where it means powers of 1,024 (the Lambda guide
says so in as many words: "1,024 KB"), so KB and KiB are one size here and
everywhere in the project; a fact keeps the spelling of its source. Network
rates in Mbps and Gbps count bits in powers of 1,000. A month has no fixed
number of seconds, so months and years do not convert to days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

Dimension = tuple[tuple[str, int], ...]

_TIME = {"millisecond": Fraction(1, 1000), "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
_CALENDAR = {"month": 1, "year": 12}
_BYTES = {"byte": 1} | {
    prefix + suffix: 1024 ** (power + 1) for power, prefix in enumerate("KMGTP") for suffix in ("B", "iB")
}
_BITS = {"Kbps": 1000, "Mbps": 1000**2, "Gbps": 1000**3}

COUNTS = (
    "access key",
    "account",
    "action",
    "ACU",
    "alarm",
    "alias",
    "annotation",
    "API",
    "API key",
    "app client",
    "application",
    "attempt",
    "attribute",
    "authorizer",
    "Availability Zone",
    "bucket",
    "build",
    "certificate",
    "character",
    "cluster",
    "condition",
    "connection",
    "container",
    "core",
    "CPU unit",
    "credential",
    "credit",
    "dashboard",
    "datapoint",
    "day of backup",
    "device",
    "dimension",
    "domain name",
    "dynamic reference",
    "endpoint",
    "environment",
    "event",
    "event bus",
    "example",
    "execution",
    "execution environment",
    "export",
    "field",
    "file",
    "filter",
    "function",
    "gateway",
    "grant",
    "group",
    "hook",
    "hop",
    "hosted zone",
    "image",
    "index",
    "instance",
    "invocation",
    "IOPS",
    "IP address",
    "item",
    "job",
    "key",
    "label",
    "layer",
    "level",
    "load balancer",
    "log group",
    "mapping",
    "message",
    "method",
    "metric",
    "network interface",
    "node",
    "object",
    "operation",
    "option",
    "output",
    "parameter",
    "part",
    "partition",
    "path",
    "pattern",
    "pipe",
    "pipeline",
    "point",
    "policy",
    "port",
    "process",
    "project",
    "query",
    "question",
    "queue",
    "RCU",
    "read request unit",
    "record",
    "Region",
    "replay",
    "replica",
    "repository",
    "request",
    "resource",
    "retry",
    "role",
    "route",
    "route table",
    "rule",
    "schedule",
    "secret",
    "security group",
    "session",
    "shard",
    "snapshot",
    "stack",
    "stage",
    "stage variable",
    "statement",
    "step",
    "storage node",
    "subnet",
    "subscription",
    "table",
    "tag",
    "target",
    "target group",
    "task",
    "template",
    "token",
    "topic",
    "trail",
    "transaction",
    "usage plan",
    "user",
    "user pool",
    "vCPU",
    "version",
    "volume",
    "VPC",
    "WCU",
    "word",
    "write request unit",
)
"""Things that are counted, in the singular. Each is a dimension of its own."""

_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
_INVARIABLE = {"percent", "USD", "IOPS", "Kbps", "Mbps", "Gbps"}
_PLURALS = {
    "event bus": "event buses",
    "alias": "aliases",
    "index": "indexes",
    "query": "queries",
    "policy": "policies",
    "repository": "repositories",
    "retry": "retries",
    "IP address": "IP addresses",
    "day of backup": "days of backup",
    "process": "processes",
}


class UnknownUnit(ValueError):
    """A unit that is not in the list; its text is the part that is unknown."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    `factor` is how many base units one of it is (base: second, month, byte, bit
    per second, USD, one of each counted thing); `dimension` says of what, as sorted
    pairs of a base unit and its power. Two units convert when their dimensions agree.
    """

    name: str
    factor: Fraction
    dimension: Dimension

    def converts_to(self, other: Unit) -> bool:
        """Whether an amount of this unit can be said in the other."""
        return self.dimension == other.dimension


NONE = Unit("", Fraction(1), ())
"""The unit of a bare number."""


def _atoms() -> dict[str, Unit]:
    atoms = {"percent": Unit("percent", Fraction(1, 100), ()), "USD": Unit("USD", Fraction(1), (("USD", 1),))}
    groups = (("second", _TIME), ("month", _CALENDAR), ("byte", _BYTES), ("bit per second", _BITS))
    for base, names in groups:
        for name, factor in names.items():
            atoms[name] = Unit(name, Fraction(factor), ((base, 1),))
    for name in COUNTS:
        atoms[name] = Unit(name, Fraction(1), ((name, 1),))
    return atoms


ATOMS = _atoms()
"""Every simple unit by its name."""


@cache
def parse_unit(text: str) -> Unit:
    """The unit that `text` names.

    Simple units stand alone ("minute"), are multiplied with a hyphen ("GB-second")
    and divided with "per", which may carry a scale ("USD per million request",
    "USD per 10000 request"). Raises UnknownUnit for anything else.
    """
    if text == "":
        return NONE
    above, per, below = text.partition(" per ")
    factor, powers = _product(above)
    if per:
        scale, _, rest = below.partition(" ")
        count = _SCALES.get(scale) or (int(scale) if re.fullmatch(r"[1-9][0-9]*", scale) else None)
        divisor, divided = _product(rest if count else below)
        factor /= divisor * (count or 1)
        for name, power in divided.items():
            powers[name] = powers.get(name, 0) - power
    return Unit(text, factor, dimension(powers))


def dimension(powers: dict[str, int]) -> Dimension:
    """The dimension made of these base units and powers, those with power 0 left out."""
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def convert(amount: Fraction, unit: Unit, to: Unit) -> Fraction:
    """The same amount in another unit, exactly. Raises ValueError when they do not convert."""
    if not unit.converts_to(to):
        raise ValueError(f"{unit.name or 'a bare number'} does not convert to {to.name or 'a bare number'}")
    return amount * unit.factor / to.factor


def worded(unit: Unit, *, plural: bool) -> str:
    """The unit as it is written after a number: "minutes", "requests per second", "MiB/s"."""
    above, per, below = unit.name.partition(" per ")
    if not per:
        return _plural(above) if plural else above
    if below == "second" and above in _BYTES:
        return f"{above}/s"
    scale, _, rest = below.partition(" ")
    if scale in _SCALES:
        below = f"{scale} {_plural(rest)}"
    elif scale.isdigit():
        below = f"{int(scale):,} {_plural(rest)}"
    return f"{_plural(above) if plural else above} per {below}"


def _product(text: str) -> tuple[Fraction, dict[str, int]]:
    factor, powers = Fraction(1), {}
    for name in [text] if text in ATOMS else text.split("-"):
        atom = ATOMS.get(name)
        if atom is None:
            raise UnknownUnit(name)
        factor *= atom.factor
        for base, power in atom.dimension:
            powers[base] = powers.get(base, 0) + power
    return factor, powers


def _plural(name: str) -> str:
    head, hyphen, last = name.rpartition("-")
    if last in _INVARIABLE or (last in _BYTES and last != "byte"):
        return name
    return head + hyphen + _PLURALS.get(last, last + "s")
