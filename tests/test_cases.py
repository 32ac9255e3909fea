"""Every file in cases/ is a small project and the exact report that it gets.

A case maps paths to texts; `problems` is what all checks together say, one line a
problem: `path:line:column: rule: what`. Every case runs all checks, so it also
proves the others silent.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from factbook import book, checks, report
from factbook.notes import FRONT_MATTER, MACROS

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
TODAY = date(2026, 11, 23)


def found_in(case: Path, folder: Path) -> list[str]:
    """The problems of the project that a case describes, as lines."""
    files = yaml.safe_load(case.read_text("utf-8"))
    files.pop("problems")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / "data" / "facts").mkdir(parents=True, exist_ok=True)
    read = book.load(folder, TODAY)
    problems = checks.run(read)
    assert (report.text(problems, read.texts) == "") == (problems == [])
    return [f"{problem.place}: {problem.rule}: {problem.what}" for problem in problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case, tmp_path):
    expected = yaml.safe_load(case.read_text("utf-8"))["problems"].splitlines()
    assert found_in(case, tmp_path) == expected


def test_every_rule_has_a_case_that_makes_it_speak_twice():
    said = "\n".join(yaml.safe_load(case.read_text("utf-8"))["problems"] for case in CASES)
    counts = {checks.rule_name(check): said.count(f": {checks.rule_name(check)}: ") for check in checks.CHECKS}
    counts |= {rule: said.count(f": {rule}: ") for rule in ("yaml", "fact", "note", "service", "waiver")}
    for rule in ("large-file", "symbolic-link", "stray-file"):
        assert counts.pop(rule) == 0, "these are about files, not texts: tests/test_files.py makes them speak"
    assert {rule: count for rule, count in counts.items() if count < 2} == {}


def test_every_problem_says_what_to_do(tmp_path):
    silent = []
    for number, case in enumerate(CASES):
        folder = tmp_path / str(number)
        found_in(case, folder)
        silent += [problem for problem in checks.run(book.load(folder, TODAY)) if not problem.hint]
    assert silent == []


def test_no_front_matter_key_is_the_name_of_a_macro():
    assert set(FRONT_MATTER).isdisjoint(MACROS)
