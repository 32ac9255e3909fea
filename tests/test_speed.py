"""What makes building fast changes nothing that is built: calls written out early, facts kept, JSON written by hand."""

from __future__ import annotations

import gc
import json
import re
from datetime import date
from types import SimpleNamespace

import jinja2
import pytest

import macros
from benchmarks import corpus, stock
from factbook import book, checks, facts, garbage, generated, speed
from factbook.facts import kept as kept_module
from factbook.facts.files import parse
from factbook.facts.kept import Kept
from factbook.publish.data import as_json
from macros.written import Written
from tests.projects import ROOT, small
from tests.test_macros import Env, on_mkdocs
from tests.test_markdown_and_gate import converter

TODAY = date(2026, 11, 23)
CALLS = {
    "fact": lambda id: f'<a class="fact" data-fact="{id}" title="5&#58;&#10;*_x_*">5 "s"</a>',
    "value": lambda id, unit="": f"*{id}* {{ {{ {unit}",
    "facts": lambda service="": f'<div class="facts"><table><tr><td>a | b</td></tr></table> {service}</div>',
    "serves": lambda: '<p class="serves">one</p>',
    "changes": lambda: "## 2026\n\n<ul><li>x</li></ul>",
    "snippet": lambda file: f"```text\n{file} <b>\n```",
    "published": lambda file: f"{{{{ {file} }}}}",
}
NOTES = [
    'It is {{ fact("a.b") }}, **{{ fact("a.c") }}** and _{{ fact("a.b") }}_.',
    '# A {{ fact("a.b") }} title\n\n## Again {{ fact("a.b") }} {#own}\n\ntext',
    '| a | b |\n| - | - |\n| {{ fact("a.b") }} | x |\n| {{ value("a.b") }} | y |',
    '- one {{ fact("a.b") }}\n- {{ fact("a.c") }}\n\n    {{ fact("a.b") }} two\n\n1. x',
    'Before.\n\n{{ facts("sqs") }}\n\n{{ serves() }}\n\nAfter.',
    '!!! note "Title"\n    {{ fact("a.b") }}\n\n    {{ fact("a.b") }}\n\n=== "Tab"\n\n    x {{ fact("a.c") }}\n\n> {{ fact("a.b") }}',
    '{{ changes() }}\n\n## Next\n\n{{ snippet("a.txt") }}',
    'x {% raw %}{{ fact("no") }} {% if %}{% endraw %} {{ fact("a.b") }}\n',
    'It is {{ published("x") }} and {{ fact("a.b") }}.',
    'A mark \ue0000\ue001 of somebody, and \ue00099\ue001, beside {{ value("a.b") }}.',
    "Nothing to call: 5 < 6 & *7*.\n\n```py\nx = 1\n```\n\n",
    '<div markdown>\n\nText {{ fact("a.b") }}.\n\n</div>',
    '<details>\n<summary>x</summary>\n{{ fact("a.b") }}\n</details>',
    'Term {{ fact("a.b") }}\n:   {{ fact("a.b") }} means[^1]\n\n[^1]: {{ fact("a.c") }}',
]


@pytest.mark.parametrize(
    "note", ['!!! note "Title"\n    {{ facts() }}', '=== "Tab"\n\n    {{ facts() }}', "- x\n\n    {{ facts() }}"]
)
def test_a_table_in_a_box_is_no_paragraph(note):
    """Markdown alone does not see that indented HTML is a block, and browsers close the paragraph before it."""
    kept, markdown = Written(), converter()
    text, _ = kept.note(note, CALLS)
    kept.extendMarkdown(markdown)
    html = markdown.convert(text)
    assert '<div class="facts">' in html and '<p><div class="facts">' not in html


def jinja(text: str) -> str:
    """What mkdocs-macros makes of a note: by Jinja alone."""
    environment = jinja2.Environment(comment_start_string="{##", undefined=jinja2.StrictUndefined)
    environment.globals.update(CALLS)
    return environment.from_string(text).render()


@pytest.mark.parametrize("note", NOTES)
def test_a_note_written_out_early_is_the_same_page(note):
    expected = converter().convert(jinja(note))
    kept, markdown = Written(), converter()
    text, done = kept.note(note, CALLS)
    kept.extendMarkdown(markdown)
    assert markdown.convert(text if done else jinja(text)) == expected


def test_most_notes_leave_nothing_for_jinja_and_html_is_not_in_what_markdown_reads():
    text, done = Written().note(NOTES[0], CALLS)
    assert done and "<a" not in text and "{{" not in text
    assert not Written().note(NOTES[8], CALLS)[1], "what stands raw is Jinja's"
    assert Written().note('{{ nothing("x") }}', CALLS) == ('{{ nothing("x") }}', False)


def test_mkdocs_asks_for_each_note(tmp_path):
    env = Env(small(tmp_path), on_mkdocs("networking/sqs/"))
    macros.define_env(env)
    env.conf, env.page = {"markdown_extensions": ["toc"]}, SimpleNamespace(meta={}, title="SQS")
    for text in ('At most {{ fact("sqs.message_size_max") }}.', '{{ fact("sqs.message_size_max") }} again.'):
        env.markdown = text
        macros.on_pre_page_macros(env)
        assert env.page.meta == {"render_macros": False}
        extensions = env.conf["markdown_extensions"]
        assert [type(each) for each in extensions] == [str, Written], "once, however many notes there are"
        markdown = converter()
        extensions[1].extendMarkdown(markdown)
        assert markdown.convert(env.markdown).count('data-fact="sqs.message_size_max"') == 1


def test_a_title_with_a_call_in_it_is_left_to_jinja(tmp_path):
    env = Env(small(tmp_path), on_mkdocs("networking/sqs/"))
    macros.define_env(env)
    env.conf, env.page = (
        {"markdown_extensions": []},
        SimpleNamespace(meta={}, title='At {{ fact("sqs.message_size_max") }}'),
    )
    env.markdown = '# At {{ fact("sqs.message_size_max") }}'
    macros.on_pre_page_macros(env)
    assert env.page.meta == {}


def same(one: object, other: object) -> bool:
    """Whether two facts are the same in every field, places among them, which comparing leaves out."""
    return all(getattr(one, name) == getattr(other, name) for name in type(one).__slots__)


def test_facts_come_back_from_where_they_are_kept_as_they_were(tmp_path):
    kept = Kept(tmp_path)
    count = 0
    for file in sorted((ROOT / "data" / "facts").glob("*.yaml")):
        text, path = file.read_text("utf-8"), f"data/facts/{file.name}"
        found, moves, problems = parse(text, path)
        assert not problems
        assert kept.get(text, path) is None
        kept.put(text, path, (found, moves))
        again, moved = kept.get(text, path)
        assert list(again) == list(found) and moved == moves
        assert all(same(again[id_], found[id_]) for id_ in found)
        count += len(found)
    assert count > 1000


def test_renamed_ids_are_kept_too(tmp_path):
    kept = Kept(tmp_path)
    text = "old: {moved_to: sqs.new}\n"
    found, moves, _ = parse(text, "data/facts/sqs.yaml")
    kept.put(text, "data/facts/sqs.yaml", (found, moves))
    assert kept.get(text, "data/facts/sqs.yaml") == ({}, moves)


def files_of(project) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (project / ".cache" / "facts").iterdir()}


def test_only_what_is_as_it_was_is_taken_from_where_it_is_kept(tmp_path):
    project = small(tmp_path)
    before, _, _ = facts.load(project)
    first = files_of(project)
    assert len(first) == len(list((project / "data" / "facts").iterdir()))
    assert facts.load(project)[0] == before
    file = project / "data" / "facts" / "sqs.yaml"
    file.write_text(file.read_text("utf-8").replace("value: 4\n", "value: 5\n"), "utf-8")
    after, _, _ = facts.load(project)
    assert str(after["sqs.retention_default"].value).startswith("5")
    assert len(files_of(project)) == len(first), "what no file says any longer is let go of"
    assert files_of(project).keys() != first.keys()


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[[], 5]", b'[[["sqs.x"]], []]', b"\xff"])
def test_what_is_spoilt_is_read_anew(tmp_path, spoilt):
    project = small(tmp_path)
    before, _, _ = facts.load(project)
    whole = files_of(project)
    for file in (project / ".cache" / "facts").iterdir():
        file.write_bytes(spoilt)
    assert facts.load(project)[0] == before
    assert files_of(project) == whole


def test_a_file_with_a_problem_is_read_each_time(tmp_path):
    project = small(tmp_path)
    file = project / "data" / "facts" / "sqs.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: limit", "kind: limits", 1), "utf-8")
    reports = [facts.load(project)[1] for _ in range(2)]
    assert reports[0] and reports[0] == reports[1]


def test_other_code_reads_all_anew(tmp_path, monkeypatch):
    kept = Kept(tmp_path)
    kept.put("a: {moved_to: b.c}\n", "data/facts/a.yaml", parse("a: {moved_to: b.c}\n", "data/facts/a.yaml")[:2])
    monkeypatch.setattr(kept_module, "hash_of_code", lambda _: "another")
    assert kept.get("a: {moved_to: b.c}\n", "data/facts/a.yaml") is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    project = small(tmp_path)
    (project / ".cache").write_text("not a folder")
    assert facts.load(project)[0]


def test_collecting_goes_on_after_the_reading_and_as_it_was():
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), garbage.kept():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()
    gc.disable()
    try:
        with garbage.kept():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"a": [], "b": {}, "c": None, "d": True, "e": 0, "f": "", "g": 1.5, "h": -3},
        {"list": [1, 'zwei \u2028 „drei“ \\ " \x00 \x7f é', [[], [None, False]], {"x": {"y": ["z"]}}], "t": (1, 2)},
    ],
)
def test_json_is_what_the_library_writes(value):
    assert as_json(value) == json.dumps(value, indent=1, ensure_ascii=False) + "\n"


RESULTS = {
    "day": "2026-11-27",
    "python": "3.11.7",
    "processors": 2,
    "rows": [
        {"what": "build", "value": 10.0, "by": "stock", "by_value": 20.0, "bar": 0.7, "here": {"memory": 99.6}, "other": None},
        {"what": "check", "value": 3.0, "by": "build", "by_value": 20.0, "bar": 0.1, "here": None, "other": None},
    ],
    "reader": [{"what": "shift", "here": 0.0, "stock": 0.0, "bar": 1.0}, {"what": "hits", "here": 9, "stock": 3, "bar": None}],
}  # fmt: skip


def test_the_tables_of_speed_say_every_ratio_and_which_are_over():
    assert speed.tables(json.dumps(RESULTS)) == (
        "Measured on 2026-11-27, with Python 3.11.7 on 2 processors.\n\n"
        "| What | Here | Held against | Its figure | Ratio | Bar | MB here | MB there |\n"
        "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n"
        "| Build | 10.0 | stock | 20.0 | 0.50 | 0.70 | 100 | |\n"
        "| Check | 3.0 | build | 20.0 | **0.15, over** | 0.10 | | |\n\n"
        "| For the reader | Here | Stock Material | Ratio | Bar |\n"
        "| --- | ---: | ---: | ---: | ---: |\n"
        "| Shift | 0.0 | 0.0 | | 1.00 |\n"
        "| Hits | 9.0 | 3.0 | 3.00 | |"
    )


def test_the_page_on_speed_is_made_from_the_last_measurement(tmp_path):
    project = small(tmp_path)
    (project / "benchmarks").mkdir()
    page = project / generated.SPEED
    page.parent.mkdir(parents=True)
    text = (ROOT / generated.SPEED).read_text("utf-8")
    page.write_text(
        re.sub(r"(<!-- speed table: .*? -->\n).*(<!-- end of speed table -->)", r"\1\2", text, flags=re.DOTALL)
    )
    (project / speed.RESULTS).write_text(json.dumps(RESULTS))

    def stale() -> list:
        return [each for each in checks.run(book.load(project, TODAY)) if each.rule == "stale-file"]

    (problem,) = stale()
    assert problem.place.path == generated.SPEED
    page.write_text(generated.made(generated.SPEED, page.read_text(), {speed.RESULTS: json.dumps(RESULTS)}))
    assert "| Build | 10.0 | stock |" in page.read_text()
    assert stale() == []
    (project / speed.RESULTS).write_text(json.dumps(RESULTS | {"processors": 4}))
    assert len(stale()) == 1


def test_stock_material_is_given_all_that_macros_write(tmp_path):
    project = corpus.make(tmp_path / "project", notes=3, facts=6, references=2)
    text = stock.make(project, tmp_path / "text")
    for note in sorted((project / "docs").rglob("*.md")):
        written = (text / note.relative_to(project)).read_text("utf-8")
        assert written.count('<a class="fact"') == note.read_text("utf-8").count("{{ fact(")
        assert "{{" not in written and "\ue000" not in written
        assert written.startswith("---\ndescription:")
    assert (text / "docs" / "reference" / "limits.md").read_text("utf-8").count("<table>") == 1
    assert all("macros" not in (text / name).read_text("utf-8") for name in ("mkdocs.yml", "plain.yml"))
