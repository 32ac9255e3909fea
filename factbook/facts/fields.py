"""The one table of what may stand in a fact.

The loader reads facts by it, `schema` makes the editors' JSON Schema from it, and
the contributor guide shows it. Nothing else lists the fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

KINDS = {
    "limit": "the most or least that AWS allows",
    "default": "what holds when you set nothing",
    "retention": "how long something is kept",
    "price": "what something costs",
    "list": "a closed list of names",
    "rule": "how something is counted, rounded or ordered",
}
"""The kinds of facts, each with what it is."""

KEY_PATTERN = r"[a-z][a-z0-9_]*"
EVIDENCE_WORDS = 8
NUMBER_LENGTH = 25
"""Characters in a number: as many as the arithmetic of decimals is exact to, and more than AWS needs."""

TEXT_WORDS = 12


class Form(Enum):
    """How the value of a field is written."""

    TEXT = "text"
    CHOICE = "one of a list"
    BOOLEAN = "true or false"
    VALUE = "number, {min, max}, list or short text"
    UNIT = "unit"
    URL = "https address"
    EVIDENCE = "at most eight words"
    DATE = "date, YYYY-MM-DD"
    PARTIAL_DATE = "date, YYYY, YYYY-MM or YYYY-MM-DD"
    HISTORY = "list of former values"
    MISTAKES = "list of values"
    WITNESS = "mapping"
    EXPRESSION = "arithmetic over fact ids"
    FACT_ID = "fact id"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, how it is written, what it means, and an example in YAML.

    `needed` and `allowed` name the kinds of entries (value, derive, moved_to) that
    must and may have it.
    """

    name: str
    form: Form
    meaning: str
    example: str
    needed: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ("value",)


FIELDS = (
    Field(
        "title",
        Form.TEXT,
        "What the value is, true when read alone: it becomes a table row. No value in it, no full stop.",
        "Longest a standard function may run",
        ("value", "derive"),
        ("value", "derive"),
    ),
    Field(
        "kind", Form.CHOICE, "Which reference table it belongs to.", "limit", ("value", "derive"), ("value", "derive")
    ),
    Field("value", Form.VALUE, "What AWS says today.", "15", ("value",), ("value",)),
    Field(
        "derive",
        Form.EXPRESSION,
        "How to compute it from other facts: + - * / ( ) ceil() floor(), ids and numbers. Units are checked.",
        "lambda.compute_free / lambda.memory_min",
        ("derive",),
        ("derive",),
    ),
    Field(
        "unit",
        Form.UNIT,
        "The unit of the number or span, singular; none for a bare count.",
        "minute",
        (),
        ("value", "derive"),
    ),
    Field("scope", Form.TEXT, "Per what, or for which variant.", "per invocation", (), ("value", "derive")),
    Field("region", Form.TEXT, "The Region a price is for, or all.", "us-east-1", (), ("value",)),
    Field("adjustable", Form.BOOLEAN, "Quotas only: whether AWS raises it on request.", "false", (), ("value",)),
    Field(
        "source",
        Form.URL,
        "AWS's own page that says so: the most specific one.",
        "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
        ("value",),
        ("value",),
    ),
    Field(
        "evidence",
        Form.EVIDENCE,
        "The few words around the value on that page; they contain the value.",
        "900 seconds (15 minutes)",
        ("value",),
        ("value",),
    ),
    Field("verified", Form.DATE, "The day somebody last read it there.", "2026-11-23", ("value",), ("value",)),
    Field(
        "since",
        Form.PARTIAL_DATE,
        "The earliest date for which this value is known to have held already.",
        "2020-07",
        (),
        ("value",),
    ),
    Field(
        "history",
        Form.HISTORY,
        "Former values, oldest first; `until` is when each ceased to hold.",
        "[{until: 2018-10-10, value: 5, unit: minute}]",
        (),
        ("value",),
    ),
    Field(
        "mistaken",
        Form.MISTAKES,
        "What older material teaches although it never was true, with a note that says why.",
        "[{value: 600000, note: a slip by a factor of ten}]",
        (),
        ("value",),
    ),
    Field(
        "witness",
        Form.WITNESS,
        "What a machine can hold the value against: a place in a package of AWS's, and what it says there; one or a list.",
        '{botocore: "lambda:CreateFunctionRequest.Timeout", says: "is {value in second} seconds"}',
        (),
        ("value",),
    ),
    Field(
        "note",
        Form.TEXT,
        "A caveat for the reader, in one sentence.",
        "New accounts start lower.",
        (),
        ("value", "derive"),
    ),
    Field(
        "moved_to", Form.FACT_ID, "The id that replaces this one.", "lambda.timeout_max", ("moved_to",), ("moved_to",)
    ),
)
"""Every field of a fact, in the order in which an entry lists them."""

BY_NAME = {field.name: field for field in FIELDS}

ENTRY_KINDS = ("value", "derive", "moved_to")
"""An entry is a fact read somewhere, a fact computed from others, or a renamed id."""

PAST_FIELDS = {
    "until": "When it ceased to hold: YYYY, YYYY-MM or YYYY-MM-DD.",
    "value": "What it was.",
    "unit": "Its unit, where that differs from today's.",
    "source": "A page that shows it.",
    "note": "What the reader should know.",
}
MISTAKE_FIELDS = {
    "value": "What is taught.",
    "unit": "Its unit, where that differs from the true value's.",
    "note": "Why it is wrong, or where it comes from.",
}
WITNESS_KINDS = {
    "botocore": "A path into botocore's models of the APIs: service:Shape.member, service:Shape, service:Operation() or service:.",
    "cfn": "A resource type of CloudFormation in cfn-lint's schemas, or a property: AWS::SQS::Queue, AWS::S3::Bucket.BucketName, AWS::S3::Bucket/Rule.Status.",
    "cdk": "A class of the AWS CDK for Python, whose documentation is meant: aws_lambda.CfnFunctionProps; aws_lambda: for the guide of a module.",
    "file": "A file of a package, and after # a place in it if it is JSON: s3transfer:s3transfer/manager.py.",
}
"""Where a witness is found; one of them, with its path."""

WITNESS_WAYS = {
    "says": "What its documentation says there, with {value} or {value in UNIT} ({min}, {max}, {items}; {1}, {2} for single items; {count}) for the value.",
    "max": "That its upper bound, or the largest number of its enumeration, is the value, in this unit.",
    "min": "That its lower bound, or the smallest number of its enumeration, is the value, in this unit.",
    "range": "That its lower and upper bounds are those of the value, in this unit.",
    "enum": "all: its names are the items of the list; all but X, Y: they are besides these; some: the items are among them.",
    "members": "The same of its members.",
    "pattern": "That its pattern is this one, with {value}, {min} or {max} for the value.",
}
"""What a witness can be asked; one of them."""

WITNESS_FIELDS = {
    **WITNESS_KINDS,
    **WITNESS_WAYS,
    "called": "What it calls the value, or items of the list, where it uses another name: {our name: its name}.",
    "supports": "true where it only fits the fact and cannot prove it.",
}
