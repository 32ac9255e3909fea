"""The worked examples come to what the facts say, and every sum shown is true."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from factbook.facts import Amount, Fact, Facts, Place, parse_unit
from factbook.facts.derived import CannotDerive, compute
from factbook.worked import EXAMPLES, CannotWork, work

VALUES = {
    "ec2.t2_small_price": ("0.023", "USD per hour"),
    "ec2.billing_minimum": ("60", "second"),
    "dynamodb.rcu_item_size": ("4", "KB"),
    "dynamodb.rcu_eventual_reads": ("2", ""),
    "dynamodb.rcu_transactional_units": ("2", ""),
    "dynamodb.wcu_item_size": ("1", "KB"),
    "dynamodb.wcu_transactional_units": ("2", ""),
    "dynamodb.wcu_price": ("0.00065", "USD per WCU-hour"),
    "dynamodb.rcu_price": ("0.00013", "USD per RCU-hour"),
    "dynamodb.storage_price": ("0.25", "USD per GB-month"),
    "dynamodb.storage_free": ("25", "GB"),
    "lambda.request_price": ("0.2", "USD per million request"),
    "lambda.requests_free": ("1000000", "request per month"),
    "lambda.compute_price_x86": ("0.0000166667", "USD per GB-second"),
    "lambda.compute_free": ("400000", "GB-second per month"),
    "lambda.billing_step": ("1", "millisecond"),
}


def facts(**changed: tuple[str, str]) -> Facts:
    values = VALUES | {id_.replace("__", "."): value for id_, value in changed.items()}
    return Facts(
        {
            id_: Fact(
                id_, id_, "rule", Amount(Fraction(number), parse_unit(unit)), Place("x"), verified=date(2026, 1, 1)
            )
            for id_, (number, unit) in values.items()
        }
    )


@pytest.mark.parametrize(
    ("example", "arguments", "answer"),
    [
        ("ec2_on_demand", {"seconds": 6}, "$0.000383"),
        ("ec2_on_demand", {"seconds": 60}, "$0.000383"),
        ("ec2_on_demand", {"seconds": 1800}, "$0.0115"),
        ("ec2_on_demand", {"seconds": 2592000}, "$16.56"),
        ("dynamodb_read_units", {"items": 10, "item_kb": 1}, "5 RCU"),
        ("dynamodb_read_units", {"items": 10, "item_kb": 6}, "10 RCU"),
        ("dynamodb_read_units", {"items": 10, "item_kb": 6, "consistency": "strong"}, "20 RCU"),
        ("dynamodb_read_units", {"items": 10, "item_kb": 6, "consistency": "transactional"}, "40 RCU"),
        ("dynamodb_read_units", {"items": 3, "item_kb": 4}, "2 RCU"),
        ("dynamodb_write_units", {"items": 5, "item_kb": 10}, "50 WCU"),
        ("dynamodb_write_units", {"items": 12, "item_kb": 100}, "1,200 WCU"),
        ("dynamodb_write_units", {"items": 12, "item_kb": 0.3, "kind": "transactional"}, "24 WCU"),
        (
            "dynamodb_cost",
            {"writes_per_day": 1000000, "reads_per_day": 1000000, "storage_gb": 28},
            "$0.22464 a day for capacity, $0.75 a month for storage",
        ),
        (
            "dynamodb_cost",
            {"writes_per_day": 1, "reads_per_day": 1, "storage_gb": 5},
            "$0.01872 a day for capacity, $0 a month for storage",
        ),
        ("lambda_cost", {"requests": 3000000, "memory_mb": 512, "duration_ms": 1000}, "$18.73 a month"),
        ("lambda_cost", {"requests": 1000, "memory_mb": 128, "duration_ms": 100}, "$0.00 a month"),
        ("lambda_free_seconds", {"memory_mb": 128}, "3,200,000 seconds"),
        ("lambda_free_seconds", {"memory_mb": 1024}, "400,000 seconds"),
    ],
)
def test_the_answer(example, arguments, answer):
    assert work(example, facts(), arguments).answer == answer


def test_a_day_is_divided_by_its_seconds_and_a_price_comes_from_its_fact():
    day = work("dynamodb_cost", facts(), {"writes_per_day": 1000000, "reads_per_day": 1, "storage_gb": 1})
    assert day.steps[0].sum == "1,000,000 ÷ 86,400 = 11.574"
    dearer = work("ec2_on_demand", facts(ec2__t2_small_price=("0.046", "USD per hour")), {"seconds": 3600})
    assert dearer.answer == "$0.046"


def recomputed(sum_: str) -> Fraction | None:
    """What the sum of a step comes to, computed anew from its text; None for one that is no arithmetic."""
    text = re.sub(r"(?<=\d),(?=\d)|\$|\b(KB|MB|GB-seconds|GB|s)\b", "", sum_.partition(" = ")[0])
    text = text.replace("×", "*").replace("÷", "/").replace("−", "-")
    if text.endswith(", rounded up"):
        text = f"ceil({text.removesuffix(', rounded up')})"
    try:
        return compute(text, lambda name, column: pytest.fail(name)).number
    except CannotDerive:
        return None


@pytest.mark.parametrize(
    ("example", "arguments", "checked"),
    [
        ("ec2_on_demand", {"seconds": 1800}, 1),
        ("dynamodb_read_units", {"items": 10, "item_kb": 6}, 3),
        ("dynamodb_write_units", {"items": 12, "item_kb": 100, "kind": "transactional"}, 3),
        ("dynamodb_cost", {"writes_per_day": 8640000, "reads_per_day": 864000, "storage_gb": 28}, 5),
        ("lambda_cost", {"requests": 3000000, "memory_mb": 512, "duration_ms": 1000}, 4),
        ("lambda_free_seconds", {"memory_mb": 128}, 1),
    ],
)
def test_every_sum_shown_is_true(example, arguments, checked):
    sums = [(recomputed(step.sum), step.result) for step in work(example, facts(), arguments).steps]
    sums = [(number, result) for number, result in sums if number is not None]
    assert len(sums) == checked
    for number, result in sums:
        shown = Fraction(re.sub(r"[^\d.]", "", result.partition(" ")[0]))
        assert abs(number - shown) < Fraction(1, 100 if example == "lambda_cost" else 10**6), (number, result)


@pytest.mark.parametrize(
    ("example", "arguments", "what"),
    [
        ("ec2", {}, "no worked example 'ec2'"),
        ("ec2_on_demand", {}, "needs 'seconds'"),
        ("ec2_on_demand", {"seconds": 0}, "above 0"),
        ("ec2_on_demand", {"seconds": True}, "above 0"),
        ("ec2_on_demand", {"seconds": "6"}, "above 0"),
        ("ec2_on_demand", {"hours": 1}, "takes no 'hours'"),
        (
            "dynamodb_read_units",
            {"items": 1, "item_kb": 1, "consistency": "weak"},
            "one of eventual, strong, transactional",
        ),
    ],
)
def test_arguments_that_cannot_be_worked_with(example, arguments, what):
    with pytest.raises(CannotWork, match=re.escape(what)):
        work(example, facts(), arguments)


def test_a_fact_of_another_unit_is_refused():
    with pytest.raises(CannotWork, match="no number of USD per hour"):
        work("ec2_on_demand", facts(ec2__t2_small_price=("5", "day")), {"seconds": 6})


def test_every_example_is_worked_here():
    assert set(VALUES) == {id_ for example in EXAMPLES.values() for id_ in example.facts}
