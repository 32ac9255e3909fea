"""Every mistake that can be made is found: single ones of every kind, at random places of the real project."""

from __future__ import annotations

import json

import pytest

from factbook import book, checks, spelling
from factbook.clock import today
from tests.mutations import KINDS
from tests.mutations.workshop import LONGER, TIMES, Outcome, Workshop, outcomes, row, whole
from tests.projects import ROOT, run


@pytest.fixture(scope="module")
def found(request, tmp_path_factory) -> dict[str, Outcome]:
    """The outcome of each kind that is asked for, shown as a table as well."""
    name = test_every_mistake_is_reported_where_it_is.__name__
    asked = [item.callspec.params["kind"] for item in request.session.items if item.name.startswith(f"{name}[")]
    found = list(outcomes(tmp_path_factory.mktemp("mutations"), asked))
    plugins = request.config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        for line in ("", "mistakes caught, by kind:", *map(row, [*found, whole(found)])):
            plugins.getplugin("terminalreporter").write_line(line)
    return {outcome.kind: outcome for outcome in found}


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Workshop:
    """One copy of the project to try things in."""
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_mistake_is_reported_where_it_is(found, kind):
    assert found[kind].made > 0
    assert found[kind].missed == (), "\n" + "\n".join(found[kind].missed)


def test_there_are_hundreds_of_mistakes_and_every_rule_has_one(shop):
    assert sum(LONGER.get(kind, TIMES) for kind in KINDS) > 500
    asked = {rule for kind in KINDS for turn in range(2) for rule in shop.mistake(kind, turn).rules}
    rules = {*(checks.rule_name(check) for check in checks.CHECKS), *checks.READING, *checks.OTHERS}
    assert rules - asked == {"symbolic-link"}, "a link is no text: tests/test_files.py makes that rule speak"


@pytest.mark.parametrize("kind", ["typo in an id", "tab", "hostile html", "bytes that are no text"])
def test_the_command_reports_it_and_shows_no_traceback(shop, kind):
    mistake = shop.mistake(kind, 0)
    wanted = {(each.place.path, each.place.line, each.rule, each.what) for each in shop.found(mistake)}
    shop.make(mistake)
    done = run(shop.folder, "check", "--format", "json", SOURCE_DATE_EPOCH="")
    shop.take_back(mistake)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert wanted <= {(each["path"], each["line"], each["rule"], each["what"]) for each in json.loads(done.stdout)}


def test_the_project_without_mistakes_is_silent():
    speller = spelling.Speller(ROOT)
    read = book.load(ROOT, today())
    assert [f"{problem.place}: {problem.rule}" for problem in checks.run(read, speller.problems(read.texts))] == []
