"""The exam: its data, the order of study, reading time, and what its macros write."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from factbook import book, reading_time, study
from tests.projects import NOTE, ROOT, SERVICES, small, written
from tests.test_macros import macros_of, on_mkdocs

EXAM = """\
c02:
  name: DVA-C02
  guide: https://docs.aws.amazon.com/c02.html
  domains: {"1": {title: Development, weight: sqs.weight_one, source: https://docs.aws.amazon.com/1.html}}
  tasks: {"1.1": Write code.}
  skills: {1.1.1: {asks: Call AWS.}, 1.1.2: {asks: Explain.}}
  services: {source: https://docs.aws.amazon.com/in.html, in_scope: {Amazon SQS: sqs, Old: old}, out_source: https://docs.aws.amazon.com/out.html, out_of_scope: []}
c03:
  name: DVA-C03
  replaces: c02
  guide: https://docs.aws.amazon.com/c03.html
  domains:
    "1": {title: Development, weight: sqs.weight_one, source: https://docs.aws.amazon.com/1.html, page: exam/one.md}
    "2": {title: Security, weight: sqs.weight_two, source: https://docs.aws.amazon.com/2.html}
  tasks: {"1.1": Write code., "2.1": Say who calls.}
  skills:
    1.1.1: {asks: Call AWS., continues: [1.1.1]}
    1.1.2: {asks: Retry., new: true}
    2.1.1: {asks: Sign.}
  services: {source: https://docs.aws.amazon.com/in.html, in_scope: {Amazon SQS: sqs, AWS KMS: kms}, out_source: https://docs.aws.amazon.com/out.html, out_of_scope: [Amazon Polly, Amazon Chime]}
"""
FACTS = """\
weight_one: {title: Weight, kind: rule, value: 70, unit: percent, source: https://docs.aws.amazon.com/1.html, evidence: 70%, verified: 2026-11-20}
weight_two: {title: Weight two, kind: rule, value: 30, unit: percent, source: https://docs.aws.amazon.com/1.html, evidence: 30%, verified: 2026-11-20}
"""
PAGE = "---\ndescription: {0}.\nskills: [{1}]\n---\n# {0}\n\n{{{{ serves() }}}}\n\n{2}\n"


@pytest.fixture
def project(tmp_path):
    root = small(
        tmp_path,
        FACTS=FACTS,
        NOTE=PAGE.format("SQS", "1.1.1, 2.1.1", ("word " * 100 + "\n") * 5).replace("skills", "about: sqs\nskills"),
    )
    pages = {"docs/exam/one.md": "---\ndescription: One.\n---\n# One\n\n## Task {#task-1-1}\n", "data/exam.yaml": EXAM}
    pages["docs/one.md"] = PAGE.format("One", "1.1.1, 1.1.2", "x")
    pages["docs/kms.md"] = PAGE.format("KMS", "1.1.1", "y").replace("skills", "about: kms\nskills")
    written(root, pages)
    index = root / "docs/index.md"
    index.write_text(index.read_text().replace('Holds {{ fact("sqs.message_size_max") }}.', ""))
    return root


def test_the_order_of_study_begins_with_what_weighs_most(project):
    read = book.load(project, date(2026, 11, 27))
    assert study.shares(read) == {"1.1.1": 35, "1.1.2": 35, "2.1.1": 30}
    stops = [(stop.note.page, stop.first, stop.minutes, stop.met) for stop in study.order(read)]
    assert stops == [
        ("one.md", ("1.1.1", "1.1.2"), 1, Fraction(70)),
        ("networking/sqs.md", ("2.1.1",), 3, Fraction(100)),
        ("kms.md", (), 1, Fraction(100)),
    ]


def test_a_page_shows_its_tasks_and_its_minutes(project):
    at_home = macros_of(project, on_mkdocs("networking/sqs/"))
    link = '<a href="../../exam/one/#task-1-1" title="Write code.">1.1</a>'
    assert at_home["serves"]() == (
        f'<dl class="page-facts"><div><dt>Exam tasks</dt><dd>{link}, 2.1</dd></div>'
        '<div><dt>On the exam with</dt><dd><a href="../../kms/">KMS</a>, <a href="../../one/">One</a></dd></div>'
        "<div><dt>Reading time</dt><dd>3 minutes</dd></div></dl>"
    )
    card = at_home["service"]("sqs")
    assert f"<dt>Exam tasks</dt><dd>{link}, 2.1</dd>" in card
    assert "<dt>In scope of</dt><dd>DVA-C02 and DVA-C03</dd>" in card
    assert "Exam tasks" not in at_home["service"]("kms"), "the card of another page's service"
    assert "<dt>In scope of</dt><dd>DVA-C03</dd>" in at_home["service"]("kms")


def test_a_task_leads_to_the_pages_of_its_skills(project):
    found = macros_of(project, on_mkdocs("exam/one/"))["task"]("1.1")
    assert found.count("<dt>") == 2
    assert (
        'id="skill-1-1-2"><dt><b>1.1.2</b> <span>Retry. <span class="skill-new">new in C03</span></span></dt>' in found
    )
    assert '<dd><a href="../../one/">One</a></dd>' in found
    assert "No page yet." not in found


def test_the_editions_say_where_skills_come_from_and_went(project):
    macros = macros_of(project, on_mkdocs("exam/one/"))
    assert "goes on with 1.1.1: Call AWS." in macros["edition"]("c03")
    assert "<dd>new</dd>" in macros["edition"]("c03")
    older = macros["edition"]("c02")
    assert 'now <a href="./#task-1-1" title="Call AWS.">1.1.1</a>' in older
    assert older.count("no longer named") == 1
    assert macros["out_of_scope"]() == "Amazon Polly, Amazon Chime"
    services = macros["exam_services"]()
    assert services.index(">AWS KMS<") < services.index(">Old<") < services.index(">Amazon SQS<")
    assert services.count("not named") == 2


def test_the_map_has_each_page_under_its_tasks(project):
    config = (project / "mkdocs.yml").read_text().replace("  - kms.md", "  - Keys: [KMS: kms.md]")
    (project / "mkdocs.yml").write_text(config)
    found = macros_of(project, on_mkdocs("exam/one/"))["coverage"]()
    assert '<th scope="rowgroup" colspan="3">Keys</th>' in found
    row = found.split(">KMS<")[1].split("</tr>")[0]
    assert (
        row
        == '/a></th><td data-label="1.1"><abbr title="Call AWS.">1</abbr></td><td data-label="2.1"></td>'.replace(
            "/a>", "/a>"
        )
    )


def test_reading_time_counts_what_is_read(project):
    read = book.load(project, date(2026, 11, 27))
    note = read.notes["docs/one.md"]
    assert reading_time.words(read, note) == 2  # the title and the x; not the front matter, not what the macro writes
    assert reading_time.minutes(read, note) == 1


def test_the_real_exam_is_whole():
    read = book.load(ROOT, date(2026, 11, 27))
    exam = read.exam
    assert [(each.name, len(each.tasks), len(each.skills)) for each in exam.editions.values()] == [
        ("DVA-C02", 13, 101),
        ("DVA-C03", 12, 72),
    ]
    assert sum(study.shares(read).values()) == 100
    assert exam.current is exam.editions["c03"] and exam.former is exam.editions["c02"]


def test_no_test_project_needs_an_exam(tmp_path):
    read = book.load(small(tmp_path, NOTE=NOTE, SERVICES=SERVICES), date(2026, 11, 27))
    assert (read.exam.current, read.exam.former, read.exam.skills, study.order(read)) == (None, None, {}, [])
