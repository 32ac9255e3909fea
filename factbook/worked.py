"""Worked examples: arithmetic that the exam asks for, computed from facts step by step.

An example is a function of a few plain numbers; each step shows what is done and
the sum itself, and names the facts that it takes its numbers from. Nothing is
typed in that a fact says.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from factbook.facts import Amount, Facts, parse_unit
from factbook.facts.values import number_text

Number = int | float


@dataclass(frozen=True, slots=True)
class Ref:
    """A fact named inside a sentence."""

    id: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a sentence in pieces, the sum as text, and its result."""

    sentence: tuple[str | Ref, ...]
    sum: str
    result: str


@dataclass(frozen=True, slots=True)
class Worked:
    """An example worked through: the question, the steps, the answer."""

    question: str
    steps: tuple[Step, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Example:
    """A kind of example: the function that works it, and the facts that it needs."""

    work: Callable[..., Worked]
    facts: tuple[str, ...]


class CannotWork(ValueError):
    """Arguments that an example cannot be worked with; says what to write instead."""


def work(name: str, facts: Facts, arguments: dict[str, object]) -> Worked:
    """Work the example `name` with `arguments`. Raises CannotWork, with a message for the note's author."""
    example = EXAMPLES.get(name)
    if example is None:
        raise CannotWork(f"no worked example {name!r}; there are {', '.join(EXAMPLES)}")
    parameters = list(inspect.signature(example.work).parameters.values())[1:]
    wanted = {parameter.name: parameter for parameter in parameters}
    for argument in arguments:
        if argument not in wanted:
            raise CannotWork(f"{name} takes no {argument!r}; it takes {', '.join(wanted)}")
    for parameter in parameters:
        if parameter.name not in arguments:
            if parameter.default is parameter.empty:
                raise CannotWork(f"{name} needs {parameter.name!r}")
            continue
        value = arguments[parameter.name]
        if isinstance(parameter.default, str):
            choices = _CHOICES[parameter.name]
            if value not in choices:
                raise CannotWork(f"{parameter.name} is one of {', '.join(choices)}, not {value!r}")
        elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**15:
            raise CannotWork(f"{parameter.name} is a number above 0, not {value!r}")
    missing = [id_ for id_ in example.facts if not isinstance(getattr(facts.get(id_), "value", None), Amount)]
    if missing:
        raise CannotWork(f"{name} needs the fact {missing[0]!r}, a single number")
    return example.work(facts, **arguments)


_CHOICES = {"consistency": ("eventual", "strong", "transactional"), "kind": ("standard", "transactional")}


def ec2_on_demand(facts: Facts, seconds: Number) -> Worked:
    """What a t2.small costs for some seconds, On-Demand."""
    price = _in(facts, "ec2.t2_small_price", "USD per hour")
    least = _in(facts, "ec2.billing_minimum", "second")
    used = Fraction(str(seconds))
    billed = max(used, least)
    cost = price * billed / 3600
    steps = [
        Step(
            ("Billed by the second, at least ", Ref("ec2.billing_minimum"), " each time it starts."),
            f"max({_n(used)}, {_n(least)})",
            f"{_n(billed)} seconds",
        ),
        Step(
            ("Times the price, ", Ref("ec2.t2_small_price"), ", for each of an hour's 3,600 seconds."),
            f"{_n(billed)} × ${_n(price)} ÷ 3,600",
            _usd(cost),
        ),
    ]
    return Worked(f"A t2.small runs for {_duration(used)}. What does it cost?", tuple(steps), _usd(cost))


def dynamodb_read_units(facts: Facts, items: Number, item_kb: Number, consistency: str = "eventual") -> Worked:
    """The read capacity that some items of a size, read each second, take."""
    size = _in(facts, "dynamodb.rcu_item_size", "KB")
    per_unit = _plain(facts, "dynamodb.rcu_eventual_reads")
    transactional = _plain(facts, "dynamodb.rcu_transactional_units")
    each = Fraction(math.ceil(Fraction(str(item_kb)) / size))
    strong = each * Fraction(str(items))
    steps = [
        Step(
            ("Round the item up to whole steps of ", Ref("dynamodb.rcu_item_size"), "."),
            f"{_n(item_kb)} KB ÷ {_n(size)} KB, rounded up",
            _units(each, "read unit", "per item"),
        ),
        Step(
            ("Multiply by the items read each second: that is the need for strongly consistent reads.",),
            f"{_n(each)} × {_n(items)}",
            _units(strong, "read unit"),
        ),
    ]
    need = strong
    if consistency == "eventual":
        need = Fraction(math.ceil(strong / per_unit))
        steps.append(
            Step(
                (
                    "Eventually consistent: one unit does ",
                    Ref("dynamodb.rcu_eventual_reads"),
                    " such reads. Round up at the end.",
                ),
                f"{_n(strong)} ÷ {_n(per_unit)}",
                _units(need, "read unit"),
            )
        )
    elif consistency == "transactional":
        need = strong * transactional
        steps.append(
            Step(
                ("Transactional: each read takes ", Ref("dynamodb.rcu_transactional_units"), " units instead of one."),
                f"{_n(strong)} × {_n(transactional)}",
                _units(need, "read unit"),
            )
        )
    word = {"eventual": "eventually consistent", "strong": "strongly consistent", "transactional": "in transactions"}[
        consistency
    ]
    question = f"{_n(items)} items of {_n(item_kb)} KB are read each second, {word}. How many read capacity units?"
    return Worked(question, tuple(steps), f"{_n(need)} RCU")


def dynamodb_write_units(facts: Facts, items: Number, item_kb: Number, kind: str = "standard") -> Worked:
    """The write capacity that some items of a size, written each second, take."""
    size = _in(facts, "dynamodb.wcu_item_size", "KB")
    transactional = _plain(facts, "dynamodb.wcu_transactional_units")
    each = Fraction(math.ceil(Fraction(str(item_kb)) / size))
    need = each * Fraction(str(items))
    steps = [
        Step(
            ("Round the item up to whole steps of ", Ref("dynamodb.wcu_item_size"), "."),
            f"{_n(item_kb)} KB ÷ {_n(size)} KB, rounded up",
            _units(each, "write unit", "per item"),
        ),
        Step(("Multiply by the items written each second.",), f"{_n(each)} × {_n(items)}", _units(need, "write unit")),
    ]
    if kind == "transactional":
        steps.append(
            Step(
                ("Transactional: each write takes ", Ref("dynamodb.wcu_transactional_units"), " units instead of one."),
                f"{_n(need)} × {_n(transactional)}",
                _units(need * transactional, "write unit"),
            )
        )
        need *= transactional
    tail = ", in transactions" if kind == "transactional" else ""
    question = f"{_n(items)} items of {_n(item_kb)} KB are written each second{tail}. How many write capacity units?"
    return Worked(question, tuple(steps), f"{_n(need)} WCU")


def dynamodb_cost(facts: Facts, writes_per_day: Number, reads_per_day: Number, storage_gb: Number) -> Worked:
    """What a table in provisioned mode costs a day, and its storage a month: small items, evenly spread."""
    write_price = _in(facts, "dynamodb.wcu_price", "USD per WCU-hour")
    read_price = _in(facts, "dynamodb.rcu_price", "USD per RCU-hour")
    storage_price = _in(facts, "dynamodb.storage_price", "USD per GB-month")
    free = _in(facts, "dynamodb.storage_free", "GB")
    wcu = Fraction(math.ceil(Fraction(str(writes_per_day)) / 86400))
    rcu = Fraction(math.ceil(Fraction(str(reads_per_day)) / 86400))
    write_cost, read_cost = wcu * write_price * 24, rcu * read_price * 24
    paid = max(Fraction(str(storage_gb)) - free, Fraction(0))
    steps = [
        Step(
            ("A day has 24 × 60 × 60 = 86,400 seconds. Writes a second, rounded up to whole units:",),
            f"{_n(writes_per_day)} ÷ 86,400 = {_rounded(Fraction(str(writes_per_day)) / 86400)}",
            f"{_n(wcu)} WCU",
        ),
        Step(
            ("Each write unit costs ", Ref("dynamodb.wcu_price"), ", for 24 hours."),
            f"{_n(wcu)} × ${_n(write_price)} × 24",
            f"{_usd(write_cost)} a day",
        ),
        Step(
            ("Strongly consistent reads a second, rounded up:",),
            f"{_n(reads_per_day)} ÷ 86,400 = {_rounded(Fraction(str(reads_per_day)) / 86400)}",
            f"{_n(rcu)} RCU",
        ),
        Step(
            ("Each read unit costs ", Ref("dynamodb.rcu_price"), ", for 24 hours."),
            f"{_n(rcu)} × ${_n(read_price)} × 24",
            f"{_usd(read_cost)} a day",
        ),
        Step(
            (
                "The first ",
                Ref("dynamodb.storage_free"),
                " are free; each further one costs ",
                Ref("dynamodb.storage_price"),
                ".",
            ),
            f"({_n(storage_gb)} − {_n(free)}) × ${_n(storage_price)}"
            if paid
            else f"{_n(storage_gb)} is within {_n(free)}",
            f"{_usd(paid * storage_price)} a month",
        ),
    ]
    question = (
        f"A table in provisioned mode takes {_n(writes_per_day)} writes of at most 1 KB and {_n(reads_per_day)} reads of at most "
        f"4 KB a day, evenly spread, and stores {_n(storage_gb)} GB. What does it cost?"
    )
    return Worked(
        question,
        tuple(steps),
        f"{_usd(write_cost + read_cost)} a day for capacity, {_usd(paid * storage_price)} a month for storage",
    )


def lambda_cost(facts: Facts, requests: Number, memory_mb: Number, duration_ms: Number) -> Worked:
    """What a function costs a month on x86, the monthly free allowance taken off."""
    request_price = _in(facts, "lambda.request_price", "USD per million request")
    requests_free = _in(facts, "lambda.requests_free", "request per month")
    compute_price = _in(facts, "lambda.compute_price_x86", "USD per GB-second")
    compute_free = _in(facts, "lambda.compute_free", "GB-second per month")
    step_ms = _in(facts, "lambda.billing_step", "millisecond")
    count = Fraction(str(requests))
    billed_ms = math.ceil(Fraction(str(duration_ms)) / step_ms) * step_ms
    used = count * billed_ms / 1000 * Fraction(str(memory_mb)) / 1024
    paid = max(used - compute_free, Fraction(0))
    paid_requests = max(count - requests_free, Fraction(0))
    compute_cost, request_cost = paid * compute_price, paid_requests / 10**6 * request_price
    steps = [
        Step(
            ("Duration is rounded up to steps of ", Ref("lambda.billing_step"), "; memory counts in GB."),
            f"{_n(count)} × {_n(billed_ms / 1000)} s × {_n(memory_mb)} MB ÷ 1,024",
            f"{_n(used)} GB-seconds",
        ),
        Step(
            ("Take off the free ", Ref("lambda.compute_free"), "."),
            f"{_n(used)} − {_n(compute_free)}" if paid else f"{_n(used)} is within {_n(compute_free)}",
            f"{_n(paid)} GB-seconds",
        ),
        Step(
            ("Compute costs ", Ref("lambda.compute_price_x86"), "."),
            f"{_n(paid)} × ${_n(compute_price)}",
            _cents(compute_cost),
        ),
        Step(
            ("Requests: the first ", Ref("lambda.requests_free"), " are free, then ", Ref("lambda.request_price"), "."),
            f"({_n(count)} − {_n(requests_free)}) ÷ 1,000,000 × ${_n(request_price)}"
            if paid_requests
            else f"{_n(count)} is within {_n(requests_free)}",
            _cents(request_cost),
        ),
    ]
    question = (
        f"A function with {_n(memory_mb)} MB runs {_n(count)} times a month for {_n(duration_ms)} ms each. "
        "What does it cost?"
    )
    return Worked(question, tuple(steps), f"{_cents(compute_cost + request_cost)} a month")


def lambda_free_seconds(facts: Facts, memory_mb: Number) -> Worked:
    """How many seconds of running a month the free compute covers at a memory size."""
    free = _in(facts, "lambda.compute_free", "GB-second per month")
    seconds = free * 1024 / Fraction(str(memory_mb))
    step = Step(
        ("The free ", Ref("lambda.compute_free"), " last longer the less memory a function has."),
        f"{_n(free)} GB-seconds ÷ ({_n(memory_mb)} ÷ 1,024) GB",
        f"{_n(seconds)} seconds",
    )
    return Worked(
        f"How long may functions with {_n(memory_mb)} MB run in a month for free?", (step,), f"{_n(seconds)} seconds"
    )


EXAMPLES = {
    "ec2_on_demand": Example(ec2_on_demand, ("ec2.billing_minimum", "ec2.t2_small_price")),
    "dynamodb_read_units": Example(
        dynamodb_read_units,
        ("dynamodb.rcu_item_size", "dynamodb.rcu_eventual_reads", "dynamodb.rcu_transactional_units"),
    ),
    "dynamodb_write_units": Example(
        dynamodb_write_units, ("dynamodb.wcu_item_size", "dynamodb.wcu_transactional_units")
    ),
    "dynamodb_cost": Example(
        dynamodb_cost, ("dynamodb.wcu_price", "dynamodb.rcu_price", "dynamodb.storage_price", "dynamodb.storage_free")
    ),
    "lambda_cost": Example(
        lambda_cost,
        (
            "lambda.request_price",
            "lambda.requests_free",
            "lambda.compute_price_x86",
            "lambda.compute_free",
            "lambda.billing_step",
        ),
    ),
    "lambda_free_seconds": Example(lambda_free_seconds, ("lambda.compute_free",)),
}
"""The worked examples that a note can call, by name."""


def _in(facts: Facts, id_: str, unit: str) -> Fraction:
    """The fact's number in a unit. Raises CannotWork when it has another dimension."""
    value, wanted = facts[id_].value, parse_unit(unit)
    if not isinstance(value, Amount) or not value.unit.converts_to(wanted):
        raise CannotWork(f"the fact {id_!r} is {value}, which is no number of {unit}")
    return value.number * value.unit.factor / wanted.factor


def _plain(facts: Facts, id_: str) -> Fraction:
    """The fact's number, whatever it counts."""
    value = facts[id_].value
    assert isinstance(value, Amount)
    return value.number


def _n(number: Number | Fraction) -> str:
    return number_text(number if isinstance(number, Fraction) else Fraction(str(number)))


def _rounded(number: Fraction) -> str:
    """To three decimals, as one would note it down."""
    return number_text(Fraction(round(number * 1000), 1000))


def _usd(amount: Fraction) -> str:
    """Dollars, to the millionth: small sums matter here."""
    return "$" + number_text(Fraction(round(amount * 10**6), 10**6), money=True)


def _cents(amount: Fraction) -> str:
    """Dollars, to the cent, as a bill has them."""
    return f"${float(round(amount * 100)) / 100:,.2f}"


def _units(number: Fraction, noun: str, tail: str = "") -> str:
    return f"{_n(number)} {noun}{'' if number == 1 else 's'} {tail}".rstrip()


def _duration(seconds: Fraction) -> str:
    for size, noun in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size and (seconds / size).denominator == 1:
            return f"{_n(seconds / size)} {noun}{'' if seconds == size else 's'}"
    return f"{_n(seconds)} second{'' if seconds == 1 else 's'}"
