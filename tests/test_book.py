"""The book read back as a reader's program reads it: pages, outline, links, tags, fonts, texts; and what cannot be bound."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from html import unescape
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pypdf
import pytest
from weasyprint.text.fonts import FontConfiguration

from factbook import book, pages, settings
from factbook.clock import today
from factbook.publish import files
from factbook.publish.bound import binding, chapters, ebook, elements, paper, volume
from tests.projects import ROOT, run, written


@pytest.fixture(scope="session")
def notes() -> book.Book:
    return book.load(ROOT, today())


@pytest.fixture(scope="session")
def known(notes) -> settings.Settings:
    return settings.parse(notes.texts["mkdocs.yml"])


def bound(site: Path, notes: book.Book, known: settings.Settings) -> list[chapters.Chapter]:
    there = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    found, problems = chapters.chapters(files.pages_of(site), there, notes, known)
    assert problems == []
    return found


@pytest.fixture(scope="session")
def found(site, notes, known) -> list[chapters.Chapter]:
    """All chapters of the book. Not to be changed."""
    return bound(site, notes, known)


@pytest.fixture(scope="session")
def document(found, notes, known) -> str:
    """The whole book as HTML."""
    return volume.document(found, notes, known)


@pytest.fixture(scope="session")
def in_the_making(document, site) -> Iterator[dict[str, object]]:
    """The whole book on A4, laid out beside all tests that do without: those that read it run last (conftest.py)."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield {"A4": pool.submit(paper.pdf, document, site, paper.A4, None)}


@pytest.fixture(scope="session")
def printed(in_the_making, document) -> SimpleNamespace:
    """The book on A4: as pypdf reads it, and the text of each page as poppler reads it."""
    data = in_the_making["A4"].result().data
    return SimpleNamespace(
        data=data, reader=pypdf.PdfReader(BytesIO(data)), texts=[plain(each) for each in read_back(data)]
    )


def plain(text: str) -> str:
    """Text as it is compared: without blanks, which layout moves."""
    return re.sub(r"[\s\u200b\u00ad]+", "", unescape(text))


@pytest.fixture(scope="session")
def begun(in_the_making) -> None:
    """What the first tests ask for, so that the book is being laid out while they run."""


# ---- the e-book ----


def test_the_e_book_is_valid_and_has_every_page(begun, found, site, notes, known, tmp_path):
    data = ebook.epub_file(found, notes, known, site)
    file = tmp_path / "book.epub"
    file.write_bytes(data)
    epubcheck = shutil.which("epubcheck")
    assert epubcheck, "no epubcheck: run make test, which installs it"
    done = subprocess.run(["java", "-jar", epubcheck, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    with zipfile.ZipFile(BytesIO(data)) as packed:
        names = packed.namelist()
        root = ElementTree.fromstring(packed.read("EPUB/content.opf"))
        spine = [item.get("idref") for item in root.iter("{http://www.idpf.org/2007/opf}itemref")]
    assert names[0] == "mimetype"
    assert [each for each in spine if each in {f"text-{chapter.key}" for chapter in found}] == [
        f"text-{chapter.key}" for chapter in found
    ]


# ---- what cannot be bound ----

CONFIG = "site_name: Small\nsite_url: https://small.example/\nnav: [index.md, Part: [a/b.md]]\n"
PAGE = '<html><body><article><h1 id="t">Title</h1><p>Words of a page.</p>{}</article></body></html>'


def built(folder: Path, index: str = "", other: str = "") -> Path:
    """A project with a built site of two pages."""
    return written(
        folder,
        {
            "data/facts/sqs.yaml": "",
            "mkdocs.yml": CONFIG,
            "docs/index.md": "# Title\n",
            "docs/a/b.md": "# Title\n",
            "site/index.html": PAGE.format(index),
            "site/a/b/index.html": PAGE.format(other),
            "site/old.pdf": "old",
            "site/aws-developer-notes.pdf": "the old book",
        },
    )


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        (
            '<img src="../gone.png" alt="x">',
            "site/a/b/index.html: picture '../gone.png' is not there: correct the link",
        ),
        (
            '<img src="https://other.example/a.png" alt="x">',
            "site/a/b/index.html: picture 'https://other.example/a.png' is not in the site: put it",
        ),
        (
            '<a href="../nowhere/">x</a>',
            "site/a/b/index.html: link to '../nowhere/', which is not there: correct the link",
        ),
        (
            '<a href="../../#gone">x</a>',
            "site/a/b/index.html: link to '../../#gone': the page has no anchor 'gone': correct",
        ),
    ],
)
def test_what_leads_nowhere_is_one_line_with_its_page_and_writes_nothing(tmp_path, markup, line):
    project = built(tmp_path, other=markup)
    done = run(project, "bind", "site")
    assert done.returncode == 1
    first, last = done.stderr.splitlines()
    assert first.startswith(line)
    assert last == "factbook: no book: 1 problem; nothing was written"
    assert (project / "site/aws-developer-notes.pdf").read_text() == "the old book"
    assert not list((project / "site").glob("*.zip"))


def test_every_mistake_is_told_in_one_run(tmp_path):
    done = run(built(tmp_path, index='<a href="x/">x</a>', other='<a href="y/">y</a>'), "bind", "site")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "site/index.html",
        "site/a/b/index.html",
        "factbook",
    ]


def test_a_site_that_is_not_there_is_said_so(tmp_path):
    done = run(built(tmp_path), "bind", "other")
    assert (done.returncode, done.stderr) == (2, "factbook: no page in other: build the site first\n")


def test_a_disk_that_is_full_leaves_the_old_book_whole(tmp_path):
    project = built(tmp_path)
    (project / "site/a/picture.png").write_bytes(os.urandom(100_000))
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 8; exec "$0" -m factbook bind site --book no', sys.executable],
        cwd=project,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("factbook: file too large")
    assert sorted(file.name for file in (project / "site").iterdir()) == [
        "a",
        "aws-developer-notes.pdf",
        "index.html",
        "old.pdf",
    ]
    assert (project / "site/aws-developer-notes.pdf").read_text() == "the old book"


def test_without_pango_the_site_does_without_a_book_and_says_why(tmp_path, monkeypatch, capsys):
    from factbook import cli

    def missing():
        raise paper.Missing("the library libpango-1.0-0 is missing: install the package libpangoft2-1.0-0")

    monkeypatch.setattr(paper, "weasyprint", missing)
    project = built(tmp_path)
    arguments = ["--root", str(project), "bind", str(project / "site")]
    assert cli.main([*arguments, "--book", "may"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "book: left out, as the library libpango-1.0-0 is missing: install the package libpangoft2-1.0-0"
    )
    assert (project / "site/site-offline.zip").is_file()
    assert cli.main([*arguments, "--book", "must"]) == 2
    assert capsys.readouterr().err.startswith("factbook: no book: the library libpango-1.0-0 is missing")


def test_in_volumes_each_section_is_a_book_of_its_own_and_the_page_of_downloads_leads_to_all(tmp_path, capsys):
    from factbook import cli

    row = "".join(
        f'<td data-download="aws-developer-notes.pdf" data-part="{part}">{text}</td>'
        for part, text in (("name", "Book"), ("size", "see the site"), ("day", ""), ("checksum", ""))
    )
    project = built(tmp_path, '<p>See <a href="a/b/">the other</a>.</p>', '<p>See <a href="../../">the first</a>.</p>')
    (project / "site/download").mkdir()
    (project / "site/download/index.html").write_text(PAGE.format(f"<table><tr>{row}</tr></table>"))
    assert cli.main(["--root", str(project), "bind", str(project / "site"), "--book", "volumes"]) == 0
    volumes = {section: f"aws-developer-notes-{section.lower()}.pdf" for section in ("Start", "Part")}
    for section, name in volumes.items():
        texts = read_back((project / "site" / name).read_bytes())
        assert f"Unofficial notes · {section}".upper() in texts[0], "as the cover writes it"
        assert sum("Words of a page." in text for text in texts) == 1, "its own chapter, and no other"
    assert (project / "site/aws-developer-notes-letter-part.pdf").is_file()
    assert (project / "site/aws-developer-notes.pdf").read_text() == "the old book", "which this does not make"
    page = (project / "site/download/index.html").read_text()
    links = ", ".join(f'<a href="../{name}" download>{section}</a>' for section, name in volumes.items())
    assert f"Book, in volumes: {links}</td>" in page
    assert page.count("<code>") == 2, "a checksum for each"
    assert "see the site" not in page
    capsys.readouterr()
    assert cli.main(["--root", str(project), "bind", str(project / "site"), "--book", "volumes"]) == 0
    assert "A4: 0 parts laid out, 12 kept" in capsys.readouterr().out


class Killed(Executor):
    """A pool whose process somebody has ended, as a machine without memory does."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def submit(self, *_: object, **__: object) -> Future:
        job: Future = Future()
        job.set_exception(BrokenProcessPool())
        return job


def test_a_layout_that_is_killed_is_one_line_and_leaves_the_old_book_whole(tmp_path, monkeypatch, capsys):
    from factbook import cli

    monkeypatch.setattr(binding, "ProcessPoolExecutor", Killed)
    project = built(tmp_path)
    assert cli.main(["--root", str(project), "bind", str(project / "site")]) == 1
    printed = "".join(capsys.readouterr())
    assert "the process that lays out the book was ended from outside" in printed
    assert (project / "site/aws-developer-notes.pdf").read_text() == "the old book"


def in_parts(*parts: str) -> str:
    """A book of some parts, as volume.document() makes it of chapters."""
    head = '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body data-foot="The foot">'
    return head + "".join(paper.PART + part for part in parts) + "</body></html>"


@pytest.mark.parametrize("url", ["https://other.example/a.css", "file:///etc/passwd", "//other.example/a.png"])
def test_nothing_from_outside_the_site_gets_into_the_book(tmp_path, url):
    html = in_parts("<p>before</p>", f'<section id="a-b" class="chapter"><img src="{url}" alt="x"></section>')
    with pytest.raises(paper.NotLaidOut) as found:
        paper.pdf(html, tmp_path, paper.A4, None)
    assert any("is outside the built site" in problem.what for problem in found.value.problems)
    assert {problem.place.path for problem in found.value.problems} == {"a-b"}


def test_every_page_that_cannot_be_laid_out_is_named(tmp_path, monkeypatch):
    library = paper.weasyprint()
    render = library.HTML.render

    def fails(self, *arguments, **named):
        if self.etree_element.find(".//*[@class='poison']") is not None:
            raise RuntimeError("no room")
        return render(self, *arguments, **named)

    monkeypatch.setattr(library.HTML, "render", fails)
    parts = [
        f'<section id="{key}" class="chapter"><h1>{key}</h1><p class="{name}">x</p></section>'
        for key, name in (("one", "fine"), ("two", "poison"), ("three", "fine"), ("four", "poison"))
    ]
    with pytest.raises(paper.NotLaidOut) as found:
        paper.pdf(in_parts(*parts), tmp_path, paper.A4, None)
    assert [(problem.place.path, problem.what) for problem in found.value.problems] == [
        ("four", "cannot be laid out: RuntimeError: no room"),
        ("two", "cannot be laid out: RuntimeError: no room"),
    ]


def test_a_link_to_nowhere_in_the_book_is_a_problem(tmp_path):
    with pytest.raises(paper.NotLaidOut) as found:
        paper.pdf(
            in_parts('<section id="one" class="chapter"><a href="#gone">x</a></section>'), tmp_path, paper.A4, None
        )
    assert [problem.what for problem in found.value.problems] == ["no anchor 'gone', to which a link leads"]


# ---- how pages become chapters ----


def test_tabs_closed_blocks_and_code_are_laid_out_open(tmp_path, known):
    markup = (
        '<div class="tabbed-set"><input type="radio"><div class="tabbed-labels"><label>One</label><label>Two</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>first</p></div><div class="tabbed-block"><p>second</p></div></div></div>'
        "<details><summary>More</summary><p>hidden</p></details>"
        '<div class="highlight"><pre><span></span><code><span class="k">if</span> a:\n    <span class="s2">"x\ny"</span>\n</code></pre></div>'
        '<input type="checkbox" checked> done'
    )
    project = built(tmp_path, index=markup)
    found = bound(project / "site", book.load(project, today()), known)[0]
    html = volume.written(found.body)
    assert re.findall(r'class="tab-label">(\w+)</p><p>(\w+)', html) == [("One", "first"), ("Two", "second")]
    assert '<p class="admonition-title">More</p><p>hidden</p>' in html
    assert [elements.text(each) for each in found.body.iter("span") if each.get("class") == "line"] == [
        "if a:",
        '"x',
        'y"',
    ]
    assert "☑" in html
    assert "<input" not in html


def test_a_table_of_many_columns_is_set_smaller_and_one_of_more_turned(tmp_path, known):
    tables = "".join(f"<table><tr>{'<td>x</td>' * columns}</tr></table>" for columns in (5, 6, 10))
    project = built(tmp_path, index=tables)
    found = bound(project / "site", book.load(project, today()), known)[0]
    assert [table.get("class") for table in found.body.iter("table")] == [None, "wide", "turned"]
    html = in_parts(f'<section id="t" data-chapter="Tables" data-part="A part">{volume.written(found.body)}</section>')
    data = paper.pdf(html, tmp_path, paper.LETTER, None).data
    sizes = [page.mediabox for page in pypdf.PdfReader(BytesIO(data)).pages]
    assert [(round(box.width), round(box.height)) for box in sizes] == [(612, 792), (792, 612)]
    first, turned = read_back(data)
    assert plain(first).endswith("Thefoot1")
    assert "Tables" in first
    assert plain(turned).endswith("2Thefoot")
    assert "A part" in turned


def read_back(data: bytes) -> list[str]:
    """The text of each page, as poppler reads it."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def test_parts_laid_out_alone_are_the_book_that_weasyprint_lays_out_whole(tmp_path):
    links = "".join(
        f'<p>See <a class="xref" href="#{key}">{key}</a> and <a class="page" href="#{key}"></a>, too.</p>'
        for key in ("one", "two", "two--here", "three")
    )
    headed = 'data-chapter="Contents" data-part="Contents"'
    contents = f'<nav id="contents" class="contents" {headed}><h1>Contents</h1><a href="#three">Three</a>{links}</nav>'
    long = f"<p>{'Many words. ' * 400}</p>" * 5
    parts = [
        f'<section id="{key}" class="chapter" data-chapter="Chapter {key}" data-part="Part {key}">'
        f'<p class="eyebrow">{key}</p><h1>Chapter {key}</h1>{body}{links}</section>'
        for key, body in (("one", long), ("two", f'{long}<h2 id="two--here">Here</h2>'), ("three", ""))
    ]
    html = in_parts(contents, *parts)
    library, fonts = paper.weasyprint(), FontConfiguration()
    names = ("book.css", "running.css", "numbers.css", paper.A4.style)
    sheets = [library.CSS(filename=paper.STYLE / name, font_config=fonts) for name in names]
    whole = read_back(
        library.HTML(string=html).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    )
    assert len(whole) > 10, "page numbers have one digit and two"
    assert read_back(paper.pdf(html, tmp_path, paper.A4, None).data) == whole


def test_letters_with_a_line_around_them_stand_above_it(tmp_path, known):
    label = '<text x="1" y="9" fill="#123" stroke="#fff" stroke-width="4" paint-order="stroke">waits</text>'
    drawing = f'<svg viewBox="0 0 90 10"><title>What it shows</title><g>{label}</g></svg>'
    project = built(tmp_path, index=drawing)
    found = bound(project / "site", book.load(project, today()), known)[0]
    texts = [dict(each.attrib) for each in found.body.iter(f"{elements.SVG}text")]
    assert ["stroke" in each for each in texts] == [True, False], "WeasyPrint draws the line over the letters"
    assert {each["fill"] for each in texts} == {"#123"}
    assert not any("paint-order" in each for each in texts)


# ---- the book ----


def test_every_page_of_the_site_is_there_in_order(printed, found, capsys):
    outline = list(flat(printed.reader.outline))
    end = next(place for place, (_, title, _) in enumerate(outline) if title == "Index of facts by service")
    indexes, outline = outline[end:], outline[:end]
    assert [title for level, title, _ in outline if level == 2] == [chapter.title for chapter in found]
    numbers = [printed.reader.get_destination_page_number(entry) for level, _, entry in outline if level == 2]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)
    for chapter, number in zip(found, numbers, strict=True):
        assert plain(chapter.title) in printed.texts[number], chapter.path
    assert [title for level, title, _ in indexes if level == 1] == ["Index of facts by service", "Index of terms"]
    assert len([title for level, title, _ in outline if level == 3]) > 4 * len(found)
    with capsys.disabled():
        print(f"\nthe book has {len(printed.texts)} pages and {len(printed.data) / 1024**2:.1f} MB")


def flat(outline: list, level: int = 1) -> Iterator[tuple[int, str, pypdf.generic.Destination]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry, level + 1)
        else:
            yield level, str(entry.title), entry


def places_in(reader: pypdf.PdfReader) -> dict[str, int]:
    """The page of each anchor, from 0 on."""
    return {name: reader.get_destination_page_number(where) for name, where in reader.named_destinations.items()}


def test_every_internal_link_lands_on_the_page_of_its_target(printed, document):
    said = {}
    for found in re.finditer(r' id="([^"]+)"[^>]*>', document):
        first = re.search(r"(?:^|>)([^<>]*[^\s<>][^<>]*)", document[found.end() : found.end() + 4000])
        said[unescape(found[1])] = plain(first[1])[:12].casefold() if first else ""
    targets = places_in(printed.reader)
    followed = set()
    for number, page in enumerate(printed.reader.pages):
        for annotation in page.get("/Annots", []):
            name = annotation.get_object().get("/Dest")
            if name is not None:
                assert str(name) in targets, f"page {number + 1}: {name}"
                followed.add(str(name))
    asked = {unescape(each) for each in re.findall(r'<a [^>]*href="#([^"]+)"', document)}
    assert asked <= followed
    assert len(asked) > 500
    texts = [text.casefold() for text in printed.texts]
    wrong = [name for name in asked if said[name] not in "".join(texts[targets[name] : targets[name] + 2])]
    assert wrong == []


def test_contents_and_feet_have_the_right_page_numbers(printed, found, known, notes):
    places = places_in(printed.reader)
    contents = "".join(printed.texts[places["contents"] : places[found[0].key]])
    for chapter in found:
        assert f"{places[chapter.key] + 1}{plain(chapter.title)}" in contents, chapter.title
    foot = plain(volume.imprint(notes, known).foot)
    for number, text in enumerate(printed.texts[1:], start=2):
        assert text.endswith((f"{number}{foot}", f"{foot}{number}")), number


def test_no_marker_is_left_and_no_text_runs_off_the_page(printed, found):
    shown = plain("".join(elements.text(chapter.body) for chapter in found))
    for text in printed.texts:
        for marker in re.findall(r"\{[{%#][^{}%#]{0,10}", text):
            assert marker in shown
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=printed.data, capture_output=True, check=True
    ).stdout.decode()
    over = []
    for page in boxes.split("<page ")[1:]:
        width = float(re.search(r'width="([\d.]+)"', page)[1])
        words = re.findall(r'<word[^>]*xMax="([\d.]+)"[^>]*>(.*?)</word>', page)
        over += [word for right, word in words if float(right) > width - 40]
    assert over == []


def test_the_text_of_every_fact_is_there_with_its_value_and_its_sources(printed, notes):
    whole = "".join(printed.texts)
    for fact in notes.facts.values():
        assert plain(f"{fact.title}: {fact.value}") in whole, fact.id
        assert not fact.source or plain(fact.source.partition("://")[2].rstrip("/")) in whole, fact.id


def test_every_page_but_the_cover_names_edition_and_day(printed, notes):
    foot = plain(volume.imprint(notes, settings.parse(notes.texts["mkdocs.yml"])).foot)
    assert [number for number, text in enumerate(printed.texts) if foot not in text] == [0]
    assert notes.editions[0].id in printed.texts[0]


def test_the_book_is_tagged_and_says_its_language_and_title(printed):
    root = printed.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode().replace("<pdfuaid:part", "pdfuaid:part")
    assert printed.reader.metadata.title.startswith("AWS Developer Notes, Edition ")
    kinds: dict[str, int] = {}
    figures = []
    stack = [root["/StructTreeRoot"]]
    while stack:
        node = stack.pop().get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            stack += node
        if not isinstance(node, pypdf.generic.DictionaryObject):
            continue
        kind = str(node.get("/S", ""))
        kinds[kind] = kinds.get(kind, 0) + 1
        figures += [node] if kind == "/Figure" else []
        stack += [node.raw_get("/K")] if "/K" in node else []
    assert all(
        kinds.get(kind, 0) > 20 for kind in ("/H1", "/H2", "/P", "/L", "/LI", "/Link", "/Table", "/TH", "/TD", "/Sect")
    )
    assert figures
    assert all(figure.get("/Alt") for figure in figures)
    assert all(figure["/A"]["/BBox"][3] < 842 / 0.75 - 60 for figure in figures), "in pixels, from the top"


def test_fonts_are_embedded_and_ours(printed, tmp_path):
    file = tmp_path / "book.pdf"
    file.write_bytes(printed.data)
    command = ["pdffonts", "-l", "1", str(file)]  # all pages share their fonts
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+Book-(Serif|Sans|Code|Display)", row), row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row


def test_a_chapter_fits_us_letter(site, notes, known):
    some = chapters.excerpt(bound(site, notes, known), {"storage-ebs"})
    chapter = volume.written(volume.chapter_section(some[0], 1, part=True))
    data = paper.pdf(in_parts(chapter), site, paper.LETTER, None).data
    assert {
        (round(page.mediabox.width), round(page.mediabox.height)) for page in pypdf.PdfReader(BytesIO(data)).pages
    } == {(612, 792)}
    words = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    assert max(float(each) for each in re.findall(r'<word[^>]*xMax="([\d.]+)"', words)) < 612 - 40


# ---- downloads and editions ----


def test_the_page_of_downloads_has_size_day_and_checksum_of_what_is_there(tmp_path):
    import hashlib

    from macros.data import macros

    site_of = SimpleNamespace(book=None)
    table = next(macro for macro in macros(site_of) if macro.__name__ == "downloads")()
    project = built(tmp_path)
    written(project, {"site/download/index.html": PAGE.format(table)})
    assert run(project, "bind", "site", "--book", "no").returncode == 0
    page = (project / "site/download/index.html").read_text("utf-8")
    data = (project / "site/site-offline.zip").read_bytes()
    assert hashlib.sha256(data).hexdigest() in page
    assert '<a href="../site-offline.zip" download>' in page
    assert page.count("not in this build") == len(pages.DOWNLOADS) - 1
    with zipfile.ZipFile(BytesIO(data)) as packed:
        offline = packed.read("aws-developer-notes/download/index.html").decode()
    assert "href=" not in offline


def test_every_page_leads_to_the_downloads(site):
    for page in site.rglob("index.html"):
        if 'http-equiv="refresh"' in page.read_text("utf-8"):
            continue  # an old address
        links = re.findall(r'href="([^"]*)"', page.read_text("utf-8"))
        assert any((page.parent / link).resolve() == (site / "download").resolve() for link in links), page


def test_an_edition_tells_what_changed_since(tmp_path):
    from factbook import editions
    from tests.projects import FACTS, small

    project = small(tmp_path)
    assert run(project, "edition").stdout == "data/editions/2026-11-23.json: 4 facts\n"
    text = (
        FACTS.replace("  value: 4\n", "  value: 5\n")
        .replace("evidence: 4 days", "evidence: 5 days")
        .replace("states:", "conditions:")
    )
    (project / "data/facts/sqs.yaml").write_text(text, "utf-8")
    read = book.load(project, today())
    found = editions.since(read.editions[0], read.facts)
    assert [(fact.id, before) for fact, before in found.changed] == [
        ("sqs.retention_default", "4 days"),
        ("sqs.twice", "8 days"),
    ]
    assert [fact.id for fact in found.added] == ["sqs.conditions"]
    assert [title for title, _ in found.gone] == ["States of a message"]


@pytest.mark.parametrize("text", ["", "[]", '{"facts": {"a.b": "x"}}', "{"])
def test_an_edition_that_somebody_edited_is_a_problem(tmp_path, text):
    project = built(tmp_path)
    written(project, {"data/editions/2026-11-23.json": text})
    read = book.load(project, today())
    assert [(problem.place.path, problem.what) for problem in read.problems] == [
        ("data/editions/2026-11-23.json", "this is no edition")
    ]


def test_the_cover_leads_to_an_entry_that_is_there(site, document, notes, known):
    url = volume.imprint(notes, known).url
    assert f'href="{url}"' in document
    page = (site / "editions/index.html").read_text("utf-8")
    assert f'id="{url.partition("#")[2]}"' in page
    assert json.dumps(url)[1:-1] in document
