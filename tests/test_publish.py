"""What is published beside the pages: complete, valid, stable, and the same at every run."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from factbook import book, cli, mend, pages, settings
from factbook.facts import Amount, Choices, PartialDate, Words
from factbook.notes import parse
from factbook.publish import calendar, feed, files, records, shapes, sheet, sitemap, tree
from factbook.publish.markdown import Writer
from tests import published
from tests.projects import FACTS, ROOT, html_files, small

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def real_book() -> book.Book:
    return book.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def real_settings(real_book) -> settings.Settings:
    return settings.parse(real_book.texts["mkdocs.yml"])


@pytest.fixture
def tiny(tmp_path) -> SimpleNamespace:
    root = small(tmp_path)
    read = book.load(root, TODAY)
    return SimpleNamespace(root=root, book=read, settings=settings.parse(read.texts["mkdocs.yml"]))


# ---- all of it ----


def test_every_file_that_is_announced_is_there_and_no_other(site, real_book):
    html = {path.relative_to(site).as_posix() for path in html_files(site, "index.html")}
    announced = set(pages.published(real_book.services)) | {path.replace(".html", ".md") for path in html}
    announced |= {
        pages.SEARCH,
        sitemap.FILE,
        *(f"{pages.address(move.old)}index.html" for move in real_book.moves.values()),
    }
    made = files.published(files.pages_of(site), real_book, settings.parse(real_book.texts["mkdocs.yml"]))
    assert {path for path, _ in made} == announced
    assert [path for path in announced if not (site / path).is_file()] == []


def run(folder: Path, *arguments: str, epoch: str = "1795392000") -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "factbook", "publish", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": epoch},
        check=False,
    )


def built(root: Path) -> Path:
    """A folder with one page that might have been built."""
    page = root / "site" / "networking" / "sqs" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<article><h1>SQS</h1><p><a class="fact" data-fact="sqs.message_size_max">1 MiB</a></p></article>')
    return root / "site"


def test_the_command_writes_them_and_the_day_comes_from_outside(tiny):
    site = built(tiny.root)
    assert run(tiny.root, "site").stdout.endswith(
        "files published, 1 of them copies of pages; terms marked on 0 pages\n"
    )
    assert published.read(site, "facts.json")["generated"] == "2026-11-23"
    run(tiny.root, "site", epoch="1795478400")
    assert published.read(site, "facts.json")["generated"] == "2026-11-24"


@pytest.mark.parametrize("wrong", ["no site", "empty site", "no address"])
def test_what_cannot_be_published_is_said_so(tiny, wrong):
    if wrong == "empty site":
        (tiny.root / "site").mkdir()
    if wrong == "no address":
        built(tiny.root)
        config = tiny.root / "mkdocs.yml"
        config.write_text(config.read_text().replace("site_url:", "# site_url:"))
    done = run(tiny.root, "site")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "factbook: mkdocs.yml has no" if wrong == "no address" else "factbook: no page in site"
    )
    assert "Traceback" not in done.stderr


def test_an_interrupted_write_leaves_the_old_files_whole(tmp_path, monkeypatch):
    files.write(tmp_path, {"api/v1/a.json": "old a", "b.csv": "old b"})

    def full_disk(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mend.os, "fdopen", full_disk)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path, {"api/v1/a.json": "new a", "b.csv": "new b"})
    assert (tmp_path / "api/v1/a.json").read_text() == "old a"
    assert (tmp_path / "b.csv").read_text() == "old b"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.json", "b.csv"]


def test_publishing_that_is_ended_leaves_nothing_beside_the_files(tiny, monkeypatch):
    site = built(tiny.root)
    before = sorted(site.rglob("*"))

    def published(*_):
        yield "feed.xml", "half"
        os.kill(os.getpid(), signal.SIGTERM)
        yield "llms.txt", "half"

    monkeypatch.setattr(files, "published", published)
    handler = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with pytest.raises(SystemExit):
            cli.main(["--root", str(tiny.root), "publish", str(site)])
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert sorted(site.rglob("*")) == before


# ---- JSON ----


def test_the_schemas_hold_for_the_data(site):
    for name in shapes.FILES:
        found = sorted((site / "api/v1/facts").glob("*.json")) if name == "facts" else []
        command = ["check_jsonschema", "--schemafile", str(site / f"api/v1/{name}.schema.json")]
        done = subprocess.run(
            [sys.executable, "-m", *command, *map(str, [site / f"api/v1/{name}.json", *found])],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_the_schemas_are_sound_and_refuse_what_is_not(site, tmp_path):
    schemas = [str(site / f"api/v1/{name}.schema.json") for name in shapes.FILES]
    command = [sys.executable, "-m", "check_jsonschema"]
    assert subprocess.run([*command, "--check-metaschema", *schemas], check=False).returncode == 0
    whole = published.read(site, "facts.json")
    for number, wrong in enumerate(
        (
            {"adjustable": "yes"},
            {"verified": "23 November 2026"},
            {"source": "http"},
            {"value": whole["facts"][0]["value"] | {"number": 15}},
            {"history": None},
        )
    ):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(whole | {"facts": [whole["facts"][0] | wrong]}))
        done = subprocess.run([*command, "--schemafile", schemas[0], str(file)], capture_output=True, check=False)
        assert done.returncode == 1, wrong


def paths(schema: dict, prefix: str = "") -> dict[str, str]:
    """Every field that a schema names, with its types: "facts[].value.number" is "null|string"."""
    found: dict[str, str] = {}
    for name, field in schema.get("properties", {}).items():
        types = field["type"] if isinstance(field["type"], list) else [field["type"]]
        found[prefix + name] = "|".join(sorted(types))
        if field["type"] == "array":
            items = field["items"]
            found[f"{prefix}{name}[]"] = items["type"]
            found |= paths(items, f"{prefix}{name}[].")
        found |= paths(field, f"{prefix}{name}.") if field["type"] == "object" else {}
    return found


def broken(promised: dict, now: dict) -> list[str]:
    """The fields that were promised and are no longer there, or of another type."""
    return [
        f"{name}: {path} was {type_}, is {now.get(name, {}).get(path, 'gone')}"
        for name, fields in promised.items()
        for path, type_ in fields.items()
        if now.get(name, {}).get(path) != type_
    ]


def test_version_1_keeps_what_it_promised(site):
    promised = json.loads((ROOT / "tests/data/api-v1.json").read_text("utf-8"))
    now = {name: paths(published.read(site, f"{name}.schema.json")) for name in promised}
    assert broken(promised, now) == [], "add fields, but keep these; a change of theirs is version 2"
    assert set(shapes.FILES) >= set(promised)


def test_the_promise_is_broken_by_removing_and_retyping_and_not_by_adding():
    promised = {"facts": {"a": "string", "b": "null|string"}}
    assert broken(promised, {"facts": {"a": "string", "b": "null|string", "c": "string"}, "new": {}}) == []
    assert broken(promised, {"facts": {"a": "string", "b": "string"}}) == ["facts: b was null|string, is string"]
    assert broken(promised, {"facts": {"b": "null|string"}}) == ["facts: a was string, is gone"]
    assert len(broken(promised, {})) == 2


def keys(value: object, prefix: str = "") -> set[str]:
    """The fields that are there, written as `paths` writes them."""
    if isinstance(value, dict):
        return {prefix + name for name in value}.union(
            *(keys(part, f"{prefix}{name}.") for name, part in value.items())
        )
    if isinstance(value, list):
        return set().union(*(keys(part, f"{prefix.removesuffix('.')}[].") for part in value))
    return set()


@pytest.mark.parametrize("name", shapes.FILES)
def test_no_field_is_published_that_the_schema_does_not_explain(site, name):
    named = {path for path in paths(published.read(site, f"{name}.schema.json")) if not path.endswith("[]")}
    assert keys(published.read(site, f"{name}.json")) <= named


def rows_on_page(html: str) -> list[list[str]]:
    table = tree.article(html).first("tbody")
    found = []
    for row in table.children:
        if isinstance(row, tree.Element):
            cells = [cell for cell in row.children if isinstance(cell, tree.Element)]
            outside = [
                link.attributes["href"] for link in cells[-1].all("a") if link.attributes["href"].startswith("http")
            ]
            found.append([row.attributes["id"], *(published.plain(cell.text) for cell in cells), *(outside or [""])])
    return found


@pytest.mark.parametrize("page", published.KINDS)
def test_the_json_alone_is_enough_to_rebuild_a_reference_table(site, page):
    rebuilt = [[published.plain(cell) for cell in row] for row in published.table(site, published.KINDS[page])]
    on_page = rows_on_page((site / "reference" / page / "index.html").read_text("utf-8"))
    assert rebuilt
    # Between a title and its note there is no space in the page's own text; nor is there here.
    assert rebuilt == on_page


def test_the_files_of_services_together_are_the_whole(site):
    whole = published.read(site, "facts.json")["facts"]
    parts = [
        fact
        for service in published.read(site, "services.json")["services"]
        for fact in published.read(site, f"facts/{service['id']}.json")["facts"]
    ]
    assert sorted(parts, key=lambda fact: fact["id"]) == sorted(whole, key=lambda fact: fact["id"])
    assert published.read(site, "exam.json")["facts"] == published.read(site, "facts/exam.json")["facts"]


def test_every_address_in_the_data_is_one_of_the_site(site, real_settings):
    targets = set()
    for name in ("facts.json", "services.json", "changes.json", "exam.json", "errors.json"):
        for address in re.findall(rf'"({re.escape(real_settings.url)}[^"]*)"', json.dumps(published.read(site, name))):
            targets.add(address.removeprefix(real_settings.url))
    assert len(targets) > 1000
    html: dict[str, str] = {}
    for target in targets:
        path, _, anchor = target.partition("#")
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        text = html.setdefault(str(file), file.read_text("utf-8"))
        assert not anchor or f'id="{anchor}"' in text, target


def test_changes_are_newest_first_and_each_has_its_two_values(site):
    found = published.read(site, "changes.json")["changes"]
    assert len(found) > 150
    assert [change["date"][:4] for change in found] == sorted((change["date"][:4] for change in found), reverse=True)
    assert len({change["id"] for change in found}) == len(found)
    assert all(change["before"] != change["after"] for change in found)


def test_a_number_without_an_end_says_so():
    third = records.value_record(Amount(Fraction(1, 3)))
    assert (third["number"], third["exact"]) == ("0.333333", False)
    assert records.value_record(Choices(("a", "b")))["items"] == ["a", "b"]
    assert records.value_record(Words("x"))["form"] == "text"


# ---- CSV ----


def test_the_sheet_reads_back_as_the_facts(site):
    text = (site / "facts.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "without a byte order mark Excel garbles dashes"
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    facts = published.read(site, "facts.json")["facts"]
    assert [row["id"] for row in rows] == [fact["id"] for fact in facts]
    for row, fact in zip(rows, facts, strict=True):
        for name in ("title", "scope", "source", "evidence", "verified", "note", "row"):
            assert row[name].removeprefix("'") == (fact[name] or "")
        for name in ("text", "number", "min", "max", "unit"):
            assert row[name].removeprefix("'") == (fact["value"][name] or "")


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert sheet.inert(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "-5", "15", "a=b", "0.2", "text - more"])
def test_other_cells_stay_as_they_are(cell):
    assert sheet.inert(cell) == cell


# ---- feed ----

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def test_the_feed_is_one(site, real_settings):
    root = ElementTree.fromstring((site / "feed.xml").read_bytes())
    assert root.tag == ATOM + "feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(ATOM + name)) == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == real_settings.url + "feed.xml"
    entries = root.findall(ATOM + "entry")
    assert len(entries) >= 30
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    times = [entry.findtext(ATOM + "updated") for entry in entries]
    assert all(TIME.fullmatch(time) for time in times)
    assert root.findtext(ATOM + "updated") == max(times)
    for entry in entries:
        assert entry.findtext(ATOM + "title")
        assert entry.findtext(ATOM + "summary")
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
    for link in root.iter(ATOM + "link"):
        assert urlsplit(link.get("href")).scheme in ("https", "http")
        assert urlsplit(link.get("href")).netloc


def test_the_feed_leads_to_entries_that_are_there(site, real_settings):
    root = ElementTree.fromstring((site / "feed.xml").read_bytes())
    page = (site / "reference/changes/index.html").read_text("utf-8")
    for entry in root.findall(ATOM + "entry"):
        address = entry.find(f"{ATOM}link[@rel='alternate']").get("href")
        start, _, anchor = address.partition("#")
        assert start == real_settings.url + "reference/changes/"
        assert f'id="{anchor}"' in page


def test_what_a_fact_says_is_text_in_the_feed(tmp_path):
    read = book.load(small(tmp_path, FACTS=FACTS.replace("raised * quietly", "raised & quietly; 2 > 1")), TODAY)
    text = feed.feed(read, settings.parse(read.texts["mkdocs.yml"]))
    summary = ElementTree.fromstring(text.encode()).findtext(f"{ATOM}entry/{ATOM}summary")
    assert "raised & quietly; 2 > 1" in summary


@pytest.mark.parametrize("built_site", ["site", "zensical_site"])
def test_every_page_announces_the_feed_and_its_copy_by_relative_addresses(built_site, request):
    site = request.getfixturevalue(built_site)
    for page in html_files(site, "index.html"):
        head = page.read_text("utf-8").partition("</head>")[0]
        found = dict(re.findall(r'<link rel="alternate[ a-z]+" type="([^"]+)" title="[^"]+" href="([^"]+)">', head))
        assert (page.parent / found["application/atom+xml"]).resolve() == (site / "feed.xml").resolve()
        assert (page.parent / found["text/markdown"]).resolve() == page.with_suffix(".md").resolve()
    assert "text/markdown" not in (site / "404.html").read_text("utf-8")


# ---- calendar ----


def events(text: str) -> list[dict[str, str]]:
    """The events of a calendar, read strictly by RFC 5545: lines end in CRLF and have at most 75 octets."""
    raw = text.encode()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    whole = raw.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    assert whole[0] == "BEGIN:VCALENDAR"
    assert whole[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in whole
    assert any(line.startswith("PRODID:") for line in whole)
    found: list[dict[str, str]] = []
    for line in whole[1:-1]:
        assert re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line), line
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line != "END:VEVENT":
            assert name not in found[-1]
            found[-1][name] = value
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == len(found)
    return found


def test_the_calendar_has_the_days_of_the_exam_and_ends_of_support(site):
    found = events((site / "calendar.ics").read_bytes().decode())
    days = {event["UID"].partition("@")[0]: event["DTSTART;VALUE=DATE"] for event in found}
    assert days["exam.c02_last_day"] == "20261130"
    assert days["exam.c03_first_day"] == "20261201"
    assert days["cli.v1_end_of_support"] == "20270715"
    for event in found:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert event["SUMMARY"]
        assert event["URL"].startswith("http")


def test_a_service_that_will_end_is_in_the_calendar_and_long_texts_are_folded(tiny):
    sqs = tiny.book.services["sqs"]
    note = "Ends; move on, soon – " + "é" * 90 + "\nreally \\ now"
    ending = replace(sqs, status="ended", status_since=PartialDate(2027, 3, 1), status_note=note)
    read = replace(tiny.book, services={"sqs": ending})
    [event] = events(calendar.calendar(read, tiny.settings))
    assert event["DTSTART;VALUE=DATE"] == "20270301"
    assert event["SUMMARY"] == "Amazon SQS: ended"
    said = event["DESCRIPTION"].replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
    assert said.startswith(note)


def test_days_long_past_are_left_out(tiny):
    assert events(calendar.calendar(tiny.book, tiny.settings)) == [], "SQS was closed in 2024"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 November 2026", date(2026, 11, 30)),
        ("July 15, 2027", date(2027, 7, 15)),
        ("March 31st, 2025", date(2025, 3, 31)),
        ("31 February 2026", None),
        ("created on or after October 1, 2024", None),
        ("2012-10-17", None),
        ("2000", None),
    ],
)
def test_which_texts_are_days(text, day):
    assert calendar.date_in(text) == day


# ---- Markdown ----


def markdown(html: str) -> str:
    main = tree.article(f"<body><article>{html}</article></body>")
    return Writer("https://x.example/a/b/", lambda id_: f"Note on {id_}." if id_ == "a.b" else None).page(main)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2 id=x>Two <a class=headerlink href=#x>¶</a></h2><p>One\n two.</p>", "## Two\n\nOne two."),
        ("<p>a <em>b</em> <strong>c</strong> <code>d`e</code></p>", "a *b* **c** ``d`e``"),
        ("<p>2 * 3 _x_ a_b [c] &lt;d&gt;</p>", r"2 \* 3 \_x\_ a_b \[c\] \<d>"),
        ("<p># not a heading</p><p>1. no list</p>", "\\# not a heading\n\n1\\. no list"),
        ('<p><a href="../c/#d">e</a></p>', "[e](https://x.example/a/c/#d)"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>", "3. a\n\n   b\n\n4. c"),
        (
            '<div class="language-python highlight"><pre><span></span><code>if x:\n    y</code></pre></div>',
            "```python\nif x:\n    y\n```",
        ),
        ("<pre><code>```\nx</code></pre>", "````\n```\nx\n````"),
        (
            '<div class="admonition trap"><p class="admonition-title">Old</p><p>a</p><p>b</p></div>',
            "> **Trap: Old**\n>\n> a\n>\n> b",
        ),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>x|y</td><td></td></tr></tbody></table>",
            "| a | b |\n| --- | --- |\n| x\\|y |  |",
        ),
        ('<p>x <span class="was"><s>5</s> <span class="was-when">until 2018</span></span>.</p>', "x 5 (until 2018)."),
        ("<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt><dd>d</dd></div></dl>", "a: b · c: d"),
        ("<p>a</p><script>x</script><svg><path/></svg><p>b</p>", "a\n\nb"),
        ('<p><a class="fact" data-fact="no.no" href="#">5</a></p>', "5"),
    ],
)
def test_a_page_as_markdown(html, text):
    assert markdown(html) == text + "\n"


def test_a_fact_is_a_footnote_that_stands_once():
    fact = '<a class="fact" data-fact="a.b" href="#">5 days</a>'
    assert markdown(f"<p>{fact}, again {fact}</p>") == "5 days[^a.b], again 5 days[^a.b]\n\n[^a.b]: Note on a.b.\n"


def test_the_copies_have_every_fact_with_value_source_and_date(site, real_book):
    for page in html_files(site, "index.html"):
        text = page.with_suffix(".md").read_text("utf-8")
        named = set(
            re.findall(r'<a class="fact" data-fact="([^"]+)"', page.read_text("utf-8").partition("<article")[2])
        )
        notes = dict(re.findall(r"^\[\^([a-z0-9_.]+)\]: (.*)$", text, re.MULTILINE))
        in_headings = {id_ for id_ in named if id_ not in notes}
        assert set(notes) <= named
        for id_ in in_headings:
            assert real_book.facts[id_].value.plain in text.replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")
        for id_, note in notes.items():
            fact = real_book.facts[id_]
            assert fact.value.plain in note
            assert f"checked {fact.verified}" in note
            assert fact.source in note


def test_the_copies_hold_no_marker_but_those_that_pages_show_on_purpose(site):
    for page in html_files(site, "index.html"):
        path = page.parent.relative_to(site).as_posix().removeprefix(".")
        files_ = [ROOT / f"docs/{path}.md", ROOT / f"docs/{path}/index.md"]
        note = next(file for file in files_ if file.is_file())
        text = page.with_suffix(".md").read_text("utf-8")
        if "data-shown" in page.read_text("utf-8"):
            continue  # the manuals show calls
        parsed = parse(note.read_text("utf-8"), "docs/x.md")
        shown = [
            ROOT / "docs/snippets" / str(call.arguments["file"]) for call in parsed.calls if call.macro == "snippet"
        ]
        raw = "".join([*parsed.raw, *(file.read_text("utf-8") for file in shown)])
        for marker in re.findall(r"\{\{[^}]{0,12}|\{%[^%]{0,12}", text):
            assert marker.replace("\\", "") in raw, (path, marker)


def texts(element: tree.Element) -> list[str]:
    """Every text in an element that a reader sees, but for drawings, for which a copy has words, and the names of files."""
    if element.tag in ("style", "script", "svg") or {"md-source-file", "filename"} & {
        *element.attributes.get("class", "").split()
    }:
        return []
    return [text for child in element.children for text in ([child] if isinstance(child, str) else texts(child))]


def test_the_copies_have_every_word_of_their_pages(site):
    missing = []
    for page in html_files(site, "index.html"):
        copy = page.with_suffix(".md").read_text("utf-8").replace("\\", "")
        words = {word for text in texts(tree.article(page.read_text("utf-8"))) for word in re.findall(r"\w{3,}", text)}
        missing += [(page.parent.name, word) for word in sorted(words) if word not in copy]
    assert missing == []


# ---- llms.txt ----


def test_llms_txt_is_of_the_form(site, real_settings):
    lines = (site / "llms.txt").read_text("utf-8").splitlines()
    assert lines[0] == f"# {real_settings.name}"
    assert lines[2] == f"> {real_settings.description}"
    heads = [line for line in lines if line.startswith("#")]
    assert all(line.startswith("## ") for line in heads[1:])
    assert heads[-1] == "## Optional"
    links = [line for line in lines if line.startswith("- ")]
    assert all(re.fullmatch(r"- \[[^\]]+\]\(https?://[^)]+\)(: .+)?", line) for line in links)
    addresses = [re.search(r"\]\(([^)]+)\)", line)[1].removeprefix(real_settings.url) for line in links]
    assert [address for address in addresses if not (site / address).is_file()] == []
    assert {path.relative_to(site).as_posix() for path in site.rglob("index.md")} <= set(addresses)


def test_the_full_text_has_every_note_once(site, real_book):
    full = (site / "llms-full.txt").read_text("utf-8")
    for entry in real_book.navigation:
        text = (site / pages.address(entry.page) / "index.md").read_text("utf-8")
        about_aws = entry.page not in {f"reference/{page}.md" for page in pages.KIND_PAGES.values()}
        about_aws = about_aws and entry.page != "reference/macros.md" and not entry.page.startswith("contribute/")
        assert full.count(text) == about_aws, entry.page


# ---- the page about it ----

PAGE = (ROOT / "docs/reference/data.md").read_text("utf-8")
EXAMPLES = re.findall(r"<!-- example: (\w+) -->\n\n?```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("name", "code"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_an_example_in_python_works(address, name, code):
    code = re.sub(r"\{\{ published\('([^']+)'\) \}\}", lambda match: address + match[1], code)
    assert "{{" not in code
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = {"fact": "= 15 minutes\nread on ", "number": "USD per million request", "changes": " → 50 TB"}
    assert expected[name] in done.stdout


def test_the_example_for_the_command_line_works(address):
    [command] = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    command = re.sub(r'\{\{ published\("([^"]+)"\) \}\}', lambda match: address + match[1], command)
    curl, _, jq = command.partition("|")
    done = subprocess.run(["bash", "-c", curl], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    ids = {fact["id"]: fact["value"]["text"] for fact in json.loads(done.stdout)["facts"]}
    wanted = re.search(r'\.id == "([^"]+)"', jq)
    assert ids[wanted[1]] == "15 minutes"


def test_the_page_lists_every_file_and_the_forms_of_values(site):
    html = (site / "reference/data/index.html").read_text("utf-8")
    for path in pages.PUBLISHED:
        assert f'href="../../{path}"' in html
    forms = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert sorted(forms) == sorted(records.FORMS.values())
