"""Macros that document the project from its own tables, so that no manual can go stale."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from html import escape

from factbook.checks import CHECKS, OTHERS, READING, rule_name
from factbook.checks.examples import Example, examples
from factbook.facts.fields import FIELDS
from factbook.facts.units import ATOMS, COUNTS
from factbook.notes import MACROS, parse
from macros import changes, compare, data, errors, exam, facts, pictures, services, snippets, worked
from macros.site import Site, inert


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""

    def macro_manual() -> str:
        """Every macro for notes: what it says, and its examples with what they write, produced by running them."""
        found = {
            macro.__name__: macro
            for family in (facts, changes, services, exam, compare, errors, worked, pictures, snippets, data)
            for macro in family.macros(site)
        }
        return "\n\n".join(_manual(name, found[name]) for name in MACROS if name in found)

    def field_table() -> str:
        """The fields of a fact, from the table that the loader reads by."""
        rows = "".join(
            f'<tr><th scope="row"><code>{field.name}</code></th><td>{inert(field.form.value)}</td>'
            f"<td>{'yes' if 'value' in field.needed else 'no'}</td><td>{inert(field.meaning)}<br><code>{inert(field.example)}</code></td></tr>"
            for field in FIELDS
        )
        return (
            '<div class="facts"><table><thead><tr><th scope="col">Field</th><th scope="col">Form</th><th scope="col">Must</th>'
            f'<th scope="col">Meaning and example</th></tr></thead><tbody>{rows}</tbody></table></div>'
        )

    def unit_table() -> str:
        """The units that a fact may have."""
        groups: dict[str, list[str]] = {"Counted things": list(COUNTS)}
        for name, unit in ATOMS.items():
            if name not in COUNTS:
                base = {
                    "second": "Time",
                    "month": "Calendar",
                    "byte": "Bytes",
                    "bit per second": "Network rates",
                    "USD": "Money",
                }
                groups.setdefault(base.get(unit.dimension[0][0] if unit.dimension else "", "Parts"), []).append(name)
        rows = "".join(
            f'<tr><th scope="row">{group}</th><td>{", ".join(f"<code>{name}</code>" for name in names)}</td></tr>'
            for group, names in sorted(groups.items(), key=lambda pair: len(pair[1]))
        )
        return f"<table><tbody>{rows}</tbody></table>"

    def rule_manual() -> str:
        """The rules of `python -m factbook check`: what each wants, what fails, and the same mended."""
        found = {rule_name(check): inspect.getdoc(check) or "" for check in CHECKS} | OTHERS | READING
        return "\n\n".join(_rule(rule, manual, examples()[rule]) for rule, manual in found.items())

    yield from (macro_manual, field_table, unit_table, rule_manual)


def _manual(name: str, macro: Callable[..., str]) -> str:
    text, *examples = re.split(r"^>>> ", inspect.getdoc(macro) or "", flags=re.MULTILINE)
    parameters = ", ".join(parameter.name + ("" if parameter.required else "=…") for parameter in MACROS[name])
    parts = [f"## `{name}({parameters})`", text.strip()]
    for example in examples:
        call = f"{{{{ {example.strip()} }}}}"
        arguments = dict(parse(call, "docs/example.md").calls[0].arguments)
        caption = f"<figcaption><code data-shown>{escape(call)}</code></figcaption>"
        written = macro(**arguments)
        if written.startswith("```"):  # a block of Markdown, which nothing reads inside HTML
            parts += [f'<figure class="example">{caption}</figure>', written]
        else:
            parts.append(f'<figure class="example">{caption}<div class="example-output">{written}</div></figure>')
    return "\n\n".join(parts)


def _rule(rule: str, manual: str, example: Example | None) -> str:
    parts = [f"## {rule}", manual]
    if example:
        for word, files in (("Fails", example.fails), ("Passes", example.passes)):
            parts += [_file(word, path, text) for path, text in files.items()]
    return "\n\n".join(parts)


_SHORT = {"note": "a page about SQS", "facts": "data/facts/sqs.yaml"}


def _file(word: str, path: str, text: str) -> str:
    shown = escape(text.rstrip("\n"))
    return (
        f'<figure class="example"><figcaption>{word}: {_SHORT.get(path, path)}</figcaption>'
        f"<pre><code data-shown>{shown}</code></pre></figure>"
    )
