"""The book after an edit: only the parts that changed are laid out again, and it has the bytes of one laid out from nothing."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from factbook.publish.bound import paper
from tests.test_book import flat, in_parts, plain, read_back

WORDS = "<p>Many words. </p>" * 12
PARTS = {
    "contents": '<a class="contents-chapter" href="#one">One</a> <a class="contents-chapter" href="#two--here">Here</a>',
    "one": f'{WORDS}<p>See <a class="xref" href="#two--here">two</a>.</p>',
    "two": f'<p><img src="dot.svg" alt="A dot"> {WORDS}</p><h2 id="two--here">Here</h2><p>A list of <code>code</code>.</p>',
    "three": '<p><span class="pages"><a class="page" href="#one"></a>, <a class="page" href="#two--here"></a></span></p>',
}
LONG = "<p>A line of its own.</p>" * 60
"""More than a page: what follows it moves to the other side."""


def book(foot: str = "The foot", **changed: Callable[[str], str]) -> str:
    """A book of four parts, some of them changed."""
    return in_parts(
        *(
            f'<section id="{key}" class="{"contents" if key == "contents" else "chapter"}" data-chapter="Chapter {key}" '
            f'data-part="Part of {key}"><h1>Chapter {key}</h1>{changed.get(key, str)(body)}</section>'
            for key, body in PARTS.items()
        )
    ).replace("The foot", foot)


@pytest.fixture(autouse=True)
def one_day(monkeypatch) -> None:
    """The fonts in a PDF have a date."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764201600")


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A site and a cache after the book was laid out once. Not to be changed."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "site").mkdir()
    (folder / "site" / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
    )
    made = paper.pdf(book(), folder / "site", paper.A4, folder / "cache")
    assert (made.laid_out, made.kept) == (4, 0)
    return folder


@pytest.fixture
def folder(first, tmp_path) -> Path:
    """A copy of that."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return tmp_path


def entries(folder: Path) -> list[Path]:
    return sorted(file for file in (folder / "cache").rglob("*") if file.is_file())


EDITS = {
    # what is edited, and how many of the four parts are laid out again
    "nothing": ({}, 0),
    "words": ({"one": lambda body: body.replace("Many", "Some")}, 1),
    "more than a page": ({"contents": lambda body: body + LONG}, 1),
    "a link": ({"three": lambda body: body.replace("#one", "#contents")}, 1),
    "the day": ({"foot": "Made on another day, 9081726354"}, 0),
}


@pytest.mark.parametrize("edited", EDITS)
def test_an_edit_lays_out_the_parts_that_it_changes_and_nothing_else(folder, edited):
    changed, count = EDITS[edited]
    html = book(**changed)
    made = paper.pdf(html, folder / "site", paper.A4, folder / "cache")
    assert (made.laid_out, made.kept) == (count, 4 - count)
    assert made.data == paper.pdf(html, folder / "site", paper.A4, None).data
    assert len(entries(folder)) == 4, "what nobody asks for any more is let go"


def test_numbers_sides_and_places_are_right_on_kept_pages(folder):
    html = book("made later", contents=lambda body: body + LONG)
    made = paper.pdf(html, folder / "site", paper.A4, folder / "cache")
    assert made.kept == 3
    texts = [plain(text) for text in read_back(made.data)]
    page = {name: next(n for n, text in enumerate(texts, 1) if f"Chapter{name}" in text) for name in PARTS}
    assert page["one"] == 3
    for number, text in enumerate(texts, start=1):
        assert text.endswith(f"madelater{number}" if number % 2 else f"{number}madelater")
    here = next(number for number, text in enumerate(texts, start=1) if "Alistofcode" in text)
    assert f"Seetwop.{here}." in texts[page["one"] - 1]
    assert f"{page['one']},{here}" in texts[page["three"] - 1]
    reader = pypdf.PdfReader(BytesIO(made.data))
    places = {name: reader.get_destination_page_number(place) + 1 for name, place in reader.named_destinations.items()}
    assert places == page | {"two--here": here}


def test_tags_links_and_outline_lead_to_kept_pages(folder):
    html = book(contents=lambda body: body + LONG)
    made = paper.pdf(html, folder / "site", paper.A4, folder / "cache")
    assert made.kept == 3
    reader = pypdf.PdfReader(BytesIO(made.data))
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], (each.get_object() for each in numbers[1::2]), strict=True))
    assert sorted(parents) == list(parents)
    for page in reader.pages:
        own = [each.get_object() for each in parents[page["/StructParents"]]]
        assert own
        assert all(each["/Pg"] == page for each in own)
        drawn = re.findall(rb"/MCID (\d+)", page.get_contents().get_data())
        assert [int(each) for each in drawn] == list(range(len(own))), "head and foot are no part of the text"
        for link in (each.get_object() for each in page.get("/Annots", [])):
            assert parents[link["/StructParent"]]["/S"] == "/Link"
            asked = [each.get_object() for each in parents[link["/StructParent"]]["/K"]]
            assert link.indirect_reference in [each.get("/Obj") for each in asked if isinstance(each, dict)]
    top = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    assert [each.get_object()["/S"] for each in top["/K"]].count("/Sect") == len(reader.pages)
    outline = [
        (level, title, reader.get_destination_page_number(entry)) for level, title, entry in flat(reader.outline)
    ]
    places = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    titles = [(1, "contents"), (2, "one"), (2, "two"), (3, "two--here"), (2, "three")]
    assert outline == [
        (level, "Here" if key == "two--here" else f"Chapter {key}", places[key]) for level, key in titles
    ]


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda data: data[:-9], lambda data: data[:99] + b"x" + data[100:]])
def test_what_was_spoilt_is_laid_out_again(folder, spoil):
    file = entries(folder)[1]
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    made = paper.pdf(book(), folder / "site", paper.A4, folder / "cache")
    assert (made.laid_out, made.kept) == (1, 3)
    assert made.data == paper.pdf(book(), folder / "site", paper.A4, None).data
    assert file.read_bytes() == whole


def other_style(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[bytes], bytes]) -> None:
    for kind in ("STYLE", "FONTS"):
        here = getattr(paper, kind)
        copy = folder / here.name
        shutil.copytree(here, copy)
        monkeypatch.setattr(paper, kind, copy)
    file = folder / name
    file.write_bytes(change(file.read_bytes()))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("style/book.css", 4),
        ("style/a4.css", 4),
        ("style/numbers.css", 4),
        ("style/wrap.svg", 4),
        ("fonts/SourceCodePro-It.ttf.woff", 4),
        ("style/running.css", 0),
        ("style/letter.css", 0),
        ("site/dot.svg", 1),
    ],
)
def test_another_style_font_or_picture_lays_out_what_it_shows_in(folder, monkeypatch, name, count):
    other_style(folder, monkeypatch, name, lambda data: data + b"\n")
    made = paper.pdf(book(), folder / "site", paper.A4, folder / "cache")
    assert made.laid_out == count


def test_another_version_of_what_lays_out_lays_out_all(folder, monkeypatch):
    monkeypatch.setattr(paper, "version", lambda name: f"another {name}")
    assert paper.pdf(book(), folder / "site", paper.A4, folder / "cache").laid_out == 4


def test_each_paper_keeps_its_own(folder):
    assert paper.pdf(book(), folder / "site", paper.LETTER, folder / "cache").laid_out == 4
    assert paper.pdf(book(), folder / "site", paper.A4, folder / "cache").laid_out == 0


def test_a_cache_that_cannot_be_written_breaks_nothing(first, tmp_path):
    (tmp_path / "cache").write_text("no folder")
    made = paper.pdf(book(), first / "site", paper.A4, tmp_path / "cache")
    assert (made.laid_out, made.kept) == (4, 0)


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_what_could_not_be_written_whole_is_not_there(folder, monkeypatch, error):
    write = Path.write_bytes

    def stopped(self, data):
        if "cache" not in self.parts:
            return write(self, data)  # WeasyPrint has files of its own
        with self.open("wb") as half:
            half.write(data[:1])
        raise error

    monkeypatch.setattr(Path, "write_bytes", stopped)
    html = book(one=lambda body: body.replace("Many", "Some"))
    if isinstance(error, OSError):
        assert paper.pdf(html, folder / "site", paper.A4, folder / "cache").laid_out == 1
        assert len(entries(folder)) == 3
    else:
        with pytest.raises(KeyboardInterrupt):
            paper.pdf(html, folder / "site", paper.A4, folder / "cache")
        assert len(entries(folder)) == 4


def test_a_part_with_a_mistake_is_not_kept(folder):
    html = book(two=lambda body: body.replace("dot.svg", "https://other.example/a.png"))
    for _ in range(2):
        with pytest.raises(paper.NotLaidOut) as found:
            paper.pdf(html, folder / "site", paper.A4, folder / "cache")
        assert {problem.place.path for problem in found.value.problems} == {"two"}
