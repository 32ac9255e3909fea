"""Every mistake that can be made is found: single ones of every kind, at random places of the real project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factbook import book, checks, spelling
from factbook.clock import today
from tests.mutations import KINDS
from tests.mutations.workshop import Outcome, Workshop, outcomes, row, whole
from tests.projects import ROOT, run


@pytest.fixture(scope="module")
def found(request, tmp_path_factory) -> dict[str, Outcome]:
    """The outcome of each kind, shown as a table as well."""
    found = list(outcomes(tmp_path_factory.mktemp("mutations"), list(KINDS)))
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    for line in ("", "mistakes caught, by kind:", *map(row, [*found, whole(found)])):
        reporter.write_line(line)
    return {outcome.kind: outcome for outcome in found}


@pytest.mark.parametrize("kind", KINDS)
def test_every_mistake_is_reported_where_it_is(found, kind):
    assert found[kind].made > 0
    assert found[kind].missed == (), "\n" + "\n".join(found[kind].missed)


def test_there_are_hundreds_of_mistakes_and_every_rule_has_one(found, tmp_path):
    assert sum(outcome.made for outcome in found.values()) > 500
    shop = Workshop(tmp_path)
    asked = {rule for kind in KINDS for turn in range(2) for rule in shop.mistake(kind, turn).rules}
    rules = {*(checks.rule_name(check) for check in checks.CHECKS), *checks.READING, *checks.OTHERS}
    assert rules - asked == {"symbolic-link"}, "a link is no text: tests/test_files.py makes that rule speak"


@pytest.mark.parametrize("kind", ["typo in an id", "tab", "hostile html", "bytes that are no text"])
def test_the_command_reports_it_and_shows_no_traceback(tmp_path, kind):
    shop = Workshop(tmp_path)
    mistake = shop.mistake(kind, 0)
    wanted = {(each.place.path, each.place.line, each.rule, each.what) for each in shop.found(mistake)}
    shop.make(mistake)
    done = run(Path(tmp_path), "check", "--format", "json", SOURCE_DATE_EPOCH="")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert wanted <= {(each["path"], each["line"], each["rule"], each["what"]) for each in json.loads(done.stdout)}


def test_the_project_without_mistakes_is_silent():
    speller = spelling.Speller(ROOT)
    read = book.load(ROOT, today())
    assert [f"{problem.place}: {problem.rule}" for problem in checks.run(read, speller.problems(read.texts))] == []
