"""The JSON Schema of a facts file, for editors, made from the field table."""

from __future__ import annotations

from typing import Any

from factbook.facts.fields import (
    ENTRY_KINDS,
    FIELDS,
    KEY_PATTERN,
    KINDS,
    MISTAKE_FIELDS,
    PAST_FIELDS,
    WITNESS_FIELDS,
    WITNESS_KINDS,
    WITNESS_WAYS,
    Form,
)

_TEXT = {"type": "string", "minLength": 1}
_URL = {"type": "string", "pattern": "^https://"}
_WITNESS_FORMS = {"supports": {"type": "boolean"}, "called": {"type": "object", "additionalProperties": _TEXT}}
_WITNESS = {
    "type": "object",
    "additionalProperties": False,
    "allOf": [
        {"oneOf": [{"required": [name]} for name in WITNESS_KINDS]},
        {"oneOf": [{"required": [name]} for name in WITNESS_WAYS]},
    ],
    "properties": {
        name: _WITNESS_FORMS.get(name, {"type": ["string", "number"]}) | {"description": meaning}
        for name, meaning in WITNESS_FIELDS.items()
    },
}
_PARTIAL_DATE = {
    "anyOf": [
        {"type": "integer", "minimum": 1990, "maximum": 2100},
        {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    ]
}
_VALUE = {
    "anyOf": [
        {"type": "number"},
        _TEXT,
        {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1, "uniqueItems": True},
        {
            "type": "object",
            "properties": {"min": {"type": "number"}, "max": {"type": "number"}},
            "required": ["min", "max"],
            "additionalProperties": False,
        },
    ]
}


def schema() -> dict[str, Any]:
    """The schema, as JSON-ready data."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Facts of one service",
        "description": "Made from factbook/facts/fields.py by `python -m factbook generate`; do not edit.",
        "type": "object",
        "propertyNames": {"pattern": f"^{KEY_PATTERN}$"},
        "additionalProperties": {"oneOf": [_entry(kind) for kind in ENTRY_KINDS]},
    }


def _entry(kind: str) -> dict[str, Any]:
    fields = [field for field in FIELDS if kind in field.allowed]
    return {
        "type": "object",
        "properties": {
            field.name: _form(field.form) | {"description": f"{field.meaning} Example: {field.example}"}
            for field in fields
        },
        "required": [field.name for field in fields if kind in field.needed],
        "additionalProperties": False,
    }


def _form(form: Form) -> dict[str, Any]:
    return {
        Form.TEXT: _TEXT,
        Form.CHOICE: {"enum": list(KINDS)},
        Form.BOOLEAN: {"type": "boolean"},
        Form.VALUE: _VALUE,
        Form.UNIT: _TEXT,
        Form.URL: _URL,
        Form.EVIDENCE: {"type": ["string", "number"]},
        Form.DATE: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        Form.PARTIAL_DATE: _PARTIAL_DATE,
        Form.HISTORY: _rows(PAST_FIELDS, ["until", "value"]),
        Form.MISTAKES: _rows(MISTAKE_FIELDS, ["value", "note"]),
        Form.WITNESS: {"anyOf": [_WITNESS, {"type": "array", "items": _WITNESS, "minItems": 1}]},
        Form.EXPRESSION: _TEXT,
        Form.FACT_ID: {"type": "string", "pattern": rf"^{KEY_PATTERN}\.{KEY_PATTERN}$"},
    }[form]


def _rows(names: dict[str, str], needed: list[str]) -> dict[str, Any]:
    forms = {"until": _PARTIAL_DATE, "value": _VALUE, "source": _URL}
    properties = {name: forms.get(name, _TEXT) | {"description": meaning} for name, meaning in names.items()}
    return {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "properties": properties, "required": needed, "additionalProperties": False},
    }
