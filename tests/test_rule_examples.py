"""The rules' page is true: each example that fails does, for its rule; the mended one does not."""

from __future__ import annotations

from datetime import date

import pytest

from factbook import book, checks, spelling
from factbook.checks.examples import examples, project

RULES = [*(checks.rule_name(check) for check in checks.CHECKS), *checks.READING, *checks.OTHERS]


def rules_of(files: dict[str, str], folder) -> set[str]:
    for path, text in project(files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    read = book.load(folder, date(2026, 11, 23))
    return {problem.rule for problem in checks.run(read, spelling.Speller(folder).problems(read.texts))}


def test_every_rule_has_an_example():
    assert set(examples()) == set(RULES)


@pytest.mark.parametrize("rule", [rule for rule, example in examples().items() if example])
def test_the_example_fails_and_the_mended_one_passes(rule, tmp_path):
    example = examples()[rule]
    assert rule in rules_of(example.fails, tmp_path / "fails")
    assert rule not in rules_of(example.passes, tmp_path / "passes")
