"""The published data as JSON Schema: every field, its one type, and what it means.

A schema allows more fields than it names, since version 1 may still gain some; it demands each that it names.
"""

from __future__ import annotations

from typing import Any

from factbook.errors import RETRIES
from factbook.facts.fields import KINDS
from factbook.publish.records import FORMS, VERSION
from factbook.services import AREAS, STATUSES
from factbook.settings import Settings

Schema = dict[str, Any]

_DIGITS = r"^-?[0-9]+(\.[0-9]+)?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PARTIAL = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


def _text(meaning: str, *, pattern: str = "", one_of: list[str] | None = None, or_null: bool = False) -> Schema:
    schema: Schema = {"type": ["string", "null"] if or_null else "string", "description": meaning}
    if pattern:
        schema["pattern"] = pattern
    if one_of:
        schema["enum"] = one_of
    return schema


def _list(meaning: str, items: Schema) -> Schema:
    return {"type": "array", "description": meaning, "items": items}


def _record(meaning: str, **fields: Schema) -> Schema:
    return {"type": "object", "description": meaning, "properties": fields, "required": list(fields)}


def _address(meaning: str, *, or_null: bool = False) -> Schema:
    return _text(meaning, pattern="^https?://", or_null=or_null)


def _value(meaning: str) -> Schema:
    return _record(
        meaning,
        form=_text("Which parts it has: number; min and max; items; or only text.", one_of=list(FORMS.values())),
        text=_text("As it is read, with its unit."),
        number=_text("The number, in decimal digits.", pattern=_DIGITS, or_null=True),
        min=_text("The lower end of a range, in decimal digits.", pattern=_DIGITS, or_null=True),
        max=_text("The upper end of a range, in decimal digits.", pattern=_DIGITS, or_null=True),
        exact={"type": "boolean", "description": "False where the digits were cut off, as those of 1/3."},
        items=_list("The names of a closed list, in the source's order.", _text("One name.")),
        unit=_text("The unit in the singular; null for a bare number.", or_null=True),
    )


_SCOPE = _text("Per what, or for which variant.", or_null=True)
_NOTE = _text("A caveat for the reader.", or_null=True)
_ROW = _address("Where the site's reference shows the fact.")

FACT = _record(
    "One value that AWS states.",
    id=_text("Its id: service and key.", pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"),
    service=_text("The id of its service."),
    title=_text("What the value is."),
    kind=_text("What sort of value: " + "; ".join(f"{kind}, {what}" for kind, what in KINDS.items()) + "."),
    value=_value("What AWS says today."),
    scope=_SCOPE,
    region=_text("The Region that a price is for, or all.", or_null=True),
    adjustable={"type": ["boolean", "null"], "description": "Whether AWS raises a quota on request; null if no quota."},
    source=_address("AWS's page that says so; null for what is computed from other facts.", or_null=True),
    evidence=_text("The few words around the value on that page.", or_null=True),
    verified=_text("The day somebody last read it there; of a computed fact the oldest of its operands.", pattern=_DAY),
    since=_text("The earliest date for which the value is known to have held.", pattern=_PARTIAL, or_null=True),
    history=_list(
        "Former values, oldest first.",
        _record(
            "A former value.",
            until=_text("When it ceased to hold: a year, a month or a day.", pattern=_PARTIAL),
            value=_value("What it was."),
            source=_address("A page that shows it.", or_null=True),
            note=_NOTE,
        ),
    ),
    mistaken=_list(
        "What is taught although it never was true.",
        _record("A mistake.", value=_value("What is taught."), note=_text("Why it is wrong.", or_null=True)),
    ),
    derive=_text("How it is computed from other facts.", or_null=True),
    operands=_list("The ids of the facts that it is computed from.", _text("A fact's id.")),
    note=_NOTE,
    row=_ROW,
    pages=_list("The pages of the site that name it.", _address("A page.")),
)

SERVICE = _record(
    "One service of AWS.",
    id=_text("Its id."),
    name=_text("AWS's full name for it."),
    short_name=_text("The name as it is said, without AWS or Amazon before it."),
    former_names=_list("What it was called before.", _text("A former name.")),
    area=_text("Where it belongs: " + ", ".join(AREAS) + "."),
    area_name=_text("The area's name."),
    summary=_text("What it is, in one line."),
    status=_text("Whether AWS still offers it: " + ", ".join(STATUSES) + "."),
    status_name=_text("The status in words."),
    status_since=_text("Since when the status holds.", pattern=_PARTIAL, or_null=True),
    status_source=_address("AWS's page that says so.", or_null=True),
    status_note=_text("What the status means for the reader.", or_null=True),
    page=_address("Its page on the site."),
    facts=_address("The file that has its facts."),
    fact_count={"type": "integer", "minimum": 0, "description": "How many facts it has."},
)

CHANGE = _record(
    "One change that AWS made.",
    id=_text("The fact's id and the date."),
    fact=_text("The fact's id."),
    service=_text("The id of its service."),
    title=_text("What the value is."),
    scope=_SCOPE,
    date=_text("When it changed: a year, a month or a day, as far as it is known.", pattern=_PARTIAL),
    before=_value("What it was."),
    after=_value("What it became; it may have changed again since."),
    source=_address("A page that shows the change or, where none is known, the value of today.", or_null=True),
    note=_NOTE,
    row=_ROW,
    entry=_address("Where the site's list of changes has it; null before 2020.", or_null=True),
)

MISTAKE = _record(
    "One value that is taught although it never was true.",
    fact=_text("The fact's id."),
    service=_text("The id of its service."),
    title=_text("What the value is."),
    scope=_SCOPE,
    taught=_value("What is taught."),
    true=_value("What AWS says."),
    note=_text("Why it is wrong.", or_null=True),
    row=_ROW,
)

ERROR = _record(
    "One error of a service.",
    id=_text("Service and code."),
    service=_text("The id of its service."),
    code=_text("The code as SDKs and logs show it."),
    status={"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status."},
    means=_text("What it means."),
    retry=_text("Whether the same request may be sent again: never, later, or with backoff.", one_of=list(RETRIES)),
    do=_text("What to do."),
    source=_address("AWS's page that has it."),
    row=_address("Where the site lists it.", or_null=True),
)

SKILL = _record(
    "One skill of the newest edition of the exam.",
    edition=_text("AWS's name for the edition."),
    number=_text("AWS's number for it.", pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$"),
    task=_text("The number of its task."),
    task_title=_text("What the task is, in our words."),
    domain=_text("The name of its domain."),
    asks=_text("What it asks, in our words."),
    new={"type": "boolean", "description": "Whether AWS lists it as added."},
    continues=_list("The skills of the edition before that it goes on with.", _text("A number.")),
    pages=_list("The pages of the site that treat it.", _address("A page.")),
)

FILES = {
    "facts": {"facts": _list("The facts, in the order of services and keys.", FACT)},
    "services": {"services": _list("The services, in the order of the reference.", SERVICE)},
    "changes": {
        "changes": _list("The changes, newest first.", CHANGE),
        "mistakes": _list("What is taught by mistake.", MISTAKE),
    },
    "exam": {
        "facts": _list("The facts about the exam.", FACT),
        "skills": _list("The skills that it asks, in AWS's order.", SKILL),
    },
    "errors": {"errors": _list("The errors, by service and code.", ERROR)},
}
"""What each file of version 1 has besides the fields that all have; one schema for each."""


def schema(name: str, settings: Settings) -> Schema:
    """The JSON Schema of one file."""
    whole = _record(
        f"{settings.name}: {name}.json, version {VERSION}.",
        schema=_address("The address of this schema."),
        schema_version={
            "type": "integer",
            "const": VERSION,
            "description": "Changes when a field is removed or retyped.",
        },
        generated=_text("The day on which the file was made.", pattern=_DAY),
        licence=_record(
            "Under what licence the data is.",
            id=_text("Its SPDX identifier."),
            url=_address("Its text."),
            credit=_text("Whom it wants named."),
        ),
        site=_address("The address of the site that the data is from."),
        **FILES[name],
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{settings.url}api/v1/{name}.schema.json",
        **whole,
    }
