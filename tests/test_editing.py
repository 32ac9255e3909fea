"""Changing facts by command: what was asked for is changed, and not a byte besides."""

from __future__ import annotations

import difflib
import os
import re
from datetime import date
from pathlib import Path

import pytest

from factbook import book, checks, cli, editing, mend
from factbook.facts import Amount, parse_unit
from tests.projects import run, texts, written

TODAY = date(2026, 11, 23)
SERVICES = """\
sns: {name: Amazon SNS, area: networking, page: networking/sns.md, status: active, summary: Topics.}
sqs: {name: Amazon SQS, area: networking, page: networking/sqs.md, status: active, summary: Queues.}
"""
SQS = """\
# Facts about queues.
# Two lines of them.

# about the delay
delay_max:   # the longest
  title:  Longest delay
  kind: limit
  value: 15     # it was 10 once
  unit: minute
  adjustable: false
  source: https://docs.aws.amazon.com/sqs.html
  evidence: 'up to 15 minutes'
  verified: 2026-11-20   # read twice
  # a line above since
  since: 2020-07

  note: Per queue.

# about the size
size_max: {title: Largest message, kind: limit, value: 256, unit: KiB, source: https://docs.aws.amazon.com/sqs.html, evidence: 256 KiB, verified: 2026-11-20}   # short


# about states
states:
  title: States of a message
  kind: list
  value:   # three
    - stored
    - "in flight"
    # the last one
    - deleted, for good
  source: https://docs.aws.amazon.com/sqs.html
  evidence: three states
  verified: 2026-11-20
  history:
    - {until: 2015, value: [stored, deleted]}   # told by AWS

# about waiting
wait:
  title: How long a consumer waits
  kind: rule
  value: {min: 0, max: 20}
  unit: second
  source: https://docs.aws.amazon.com/sqs.html
  evidence: 0 to 20 seconds
  verified: 2026-11-20
  history: [{until: 2012-11, value: 0}]
  mistaken:
    - value: 60   # a slip
      note: the visibility timeout
    - {value: 1, unit: hour, note: a rumour}
"""
SNS = """\
# older names of the same
longest_delay: {moved_to: sqs.delay_max}
oldest_delay:
  moved_to: sqs.delay_max
retry_wait:
  title: Three times the delay
  kind: rule
  derive: sqs.delay_max * 2 + sqs.delay_max
  unit: minute
  scope: not sqs.delay_max
"""
NOTE = """\
---
description: Queues.
about: sqs
---
# SQS

At most {{ fact("sqs.delay_max") }}, that is {{ fact('sqs.delay_max', unit="second") }}, or
[its row](sns.md#sqs.delay_max). Not `sqs.delay_max`. {{ fact("sqs.size_max") }} {{ fact("sqs.states") }}
{{ fact("sqs.wait") }}
"""
SNS_NOTE = """\
---
description: Topics.
about: sns
---
# SNS

Wait {{ fact("sns.retry_wait") }}, or {{ value( id = "sqs.delay_max" ) }}; old: {{ fact("sns.longest_delay") }}.

{{ facts() }}
"""
FILES = {
    "data/services.yaml": SERVICES,
    "data/facts/sqs.yaml": SQS,
    "data/facts/sns.yaml": SNS,
    "docs/networking/sqs.md": NOTE,
    "docs/networking/sns.md": SNS_NOTE,
}


@pytest.fixture
def project(tmp_path) -> Path:
    return written(tmp_path, FILES)


def load(folder: Path) -> book.Book:
    return book.load(folder, TODAY)


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that are gone and the lines that came; the rest is the same and in the same order."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [(old[a:b], new[c:d]) for step, a, b, c, d in steps if step != "equal"]
    return [line for gone, _ in changes for line in gone], [line for _, came in changes for line in came]


def set_(folder: Path, id_: str, value: str, evidence: str = "", **options: str | None) -> str:
    """The new text of the file of the fact, written through the function."""
    arguments = {"source": None, "unit": None, "until": "2026-11-22", "evidence": evidence or f"now {value}"} | options
    read = load(folder)
    changed = editing.set_value(read, id_, value, verified=TODAY, **arguments)
    mend.write(folder, changed)
    assert len(changed) == 1
    return next(iter(changed.values()))


def rules(folder: Path) -> set[str]:
    return {problem.rule for problem in checks.run(load(folder))}


# ---- set ----


def test_in_block_style_only_the_fields_change(project):
    after = set_(project, "sqs.delay_max", "30", "up to 30 minutes")
    gone, came = changed_lines(SQS, after)
    assert gone == [
        "  value: 15     # it was 10 once\n",
        "  evidence: 'up to 15 minutes'\n",
        "  verified: 2026-11-20   # read twice\n",
        "  since: 2020-07\n",
    ]
    assert came == [
        "  value: 30     # it was 10 once\n",
        "  evidence: up to 30 minutes\n",
        "  verified: 2026-11-23   # read twice\n",
        "  since: 2026-11-22\n",
        "  history:\n",
        "    - {until: 2026-11-22, value: 15}\n",
    ]
    assert "  since: 2026-11-22\n  history:\n    - {until: 2026-11-22, value: 15}\n\n  note: Per queue.\n" in after
    fact = load(project).facts["sqs.delay_max"]
    assert (fact.value.plain, fact.since.iso, fact.verified) == ("30 minutes", "2026-11-22", TODAY)
    assert [(past.until.iso, past.value.plain) for past in fact.history] == [("2026-11-22", "15 minutes")]


def test_in_braces_only_the_fields_change(project):
    after = set_(project, "sqs.size_max", "1024", "1,024 KiB, 1 MiB")
    gone, came = changed_lines(SQS, after)
    assert len(gone) == len(came) == 1
    assert came[0] == gone[0].replace("value: 256", "value: 1024").replace(
        "evidence: 256 KiB, verified: 2026-11-20",
        'evidence: "1,024 KiB, 1 MiB", verified: 2026-11-23, history: [{until: 2026-11-22, value: 256}]',
    )
    assert came[0].endswith("}   # short\n")


def test_a_list_in_block_style_moves_to_the_end_of_its_history(project):
    after = set_(project, "sqs.states", "[stored, deleted]", "two states")
    assert after == SQS.replace(
        '  value:   # three\n    - stored\n    - "in flight"\n    # the last one\n    - deleted, for good\n',
        "  value: [stored, deleted]   # three\n",
    ).replace("evidence: three states\n  verified: 2026-11-20", "evidence: two states\n  verified: 2026-11-23").replace(
        "  # told by AWS\n",
        '  # told by AWS\n    - {until: 2026-11-22, value: [stored, "in flight", "deleted, for good"]}\n',
    )
    assert [past.value.plain for past in load(project).facts["sqs.states"].history] == [
        "stored and deleted",
        "stored, in flight and deleted, for good",
    ]


def test_another_unit_leaves_the_past_in_the_old_one(project):
    after = set_(project, "sqs.wait", "{min: 0, max: 2}", "0 to 2 minutes", unit="minute")
    gone, came = changed_lines(SQS, after)
    assert came == [
        "  value: {min: 0, max: 2}\n",
        "  unit: minute\n",
        "  evidence: 0 to 2 minutes\n",
        "  verified: 2026-11-23\n",
        "  history: [{until: 2012-11, value: 0, unit: second}, "
        "{until: 2026-11-22, value: {min: 0, max: 20}, unit: second}]\n",
        "      unit: second\n",
    ]
    assert len(gone) == len(came) - 1
    assert "    - value: 60   # a slip\n      unit: second\n      note: the visibility timeout\n" in after
    fact = load(project).facts["sqs.wait"]
    assert [past.value.plain for past in fact.history] == ["0 seconds", "0 to 20 seconds"]
    assert [mistake.value.plain for mistake in fact.mistaken] == ["60 seconds", "1 hour"]


def test_a_unit_and_a_source_that_were_not_there_get_their_place(project):
    file = project / "data/facts/sqs.yaml"
    bare = SQS.replace("  unit: minute\n", "").replace("unit: KiB, ", "")
    file.write_text(bare)
    block = set_(project, "sqs.delay_max", "30", unit="minute")
    assert "  value: 30     # it was 10 once\n  unit: minute\n  adjustable" in block
    braces = set_(project, "sqs.size_max", "1", unit="MiB", source="https://docs.aws.amazon.com/new.html")
    assert "value: 1, unit: MiB, source: https://docs.aws.amazon.com/new.html, evidence" in braces


def test_the_same_quantity_is_read_again_and_has_no_history(project):
    assert changed_lines(SQS, set_(project, "sqs.delay_max", "15", "up to 15 minutes"))[1] == [
        "  evidence: up to 15 minutes\n",
        "  verified: 2026-11-23   # read twice\n",
    ]
    set_(project, "sqs.delay_max", "900", "up to 900 seconds", unit="second")
    fact = load(project).facts["sqs.delay_max"]
    assert fact.value == Amount(900, parse_unit("second"))
    assert fact.history == () and fact.since.iso == "2020-07"


def test_lines_end_as_they_did(tmp_path):
    written(tmp_path, FILES | {"data/facts/sqs.yaml": SQS.replace("\n", "\r\n")})
    unix = set_(written(tmp_path / "unix", FILES), "sqs.delay_max", "30")
    assert set_(tmp_path, "sqs.delay_max", "30") == unix.replace("\n", "\r\n")
    unix = set_(tmp_path / "unix", "sqs.states", "[one, two]")
    assert set_(tmp_path, "sqs.states", "[one, two]") == unix.replace("\n", "\r\n")
    for arguments in (("new", "sqs", "receive_max"), ("rename", "sqs.wait", "sqs.poll_wait")):
        for folder in (tmp_path, tmp_path / "unix"):
            assert cli.main(["--root", str(folder), *arguments]) == 0
    assert texts(tmp_path)["data/facts/sqs.yaml"] == texts(tmp_path / "unix")["data/facts/sqs.yaml"].replace(
        "\n", "\r\n"
    )


def test_a_file_without_a_last_line_end_keeps_it_so(tmp_path):
    written(tmp_path, FILES | {"data/facts/sqs.yaml": SQS.rstrip("\n").replace("\n  mistaken:", "\n\n  mistaken:")})
    assert not set_(tmp_path, "sqs.wait", "{min: 0, max: 30}").endswith("\n")


def test_a_fact_is_found_by_its_old_name(project):
    set_(project, "sns.longest_delay", "30")
    assert load(project).facts["sqs.delay_max"].value.plain == "30 minutes"


@pytest.mark.parametrize(
    ("value", "evidence", "shown"),
    [
        ("no", "no delay", "no"),
        ("none, ever: not one", "none, not one: ever # really", "none, ever: not one"),
        ('"12:30"', "at 12:30", "12:30"),
        ("[yes and no, 'a, b']", "yes and no", "yes and no and a, b"),
        ("2.5", "2.5 {of} [them]", "2.5"),
    ],
)
@pytest.mark.parametrize("id_", ["sqs.delay_max", "sqs.size_max"])
def test_a_value_is_written_so_that_it_reads_as_it_was_meant(project, id_, value, evidence, shown):
    file = project / "data/facts/sqs.yaml"
    file.write_text(SQS.replace("  unit: minute\n", "").replace("unit: KiB, ", ""))
    set_(project, id_, value, evidence)
    fact = load(project).facts[id_]
    assert (fact.value.plain, fact.evidence) == (shown, evidence)
    set_(project, id_, "1", "1")
    assert [past.value.plain for past in load(project).facts[id_].history][1:] == [shown]


@pytest.mark.parametrize(
    ("id_", "value", "options", "why"),
    [
        ("sns.retry_wait", "30", {}, "'sns.retry_wait' is derived: change sqs.delay_max"),
        ("sqs.delay_maxx", "30", {}, "no fact 'sqs.delay_maxx': did you mean 'sqs.delay_max'?"),
        ("sqs.delay_max", "30", {"unit": "minuet"}, "unknown unit 'minuet'"),
        ("sqs.delay_max", "30", {"until": "soon"}, "'soon' is no date"),
        ("sqs.delay_max", "some text", {}, "a unit beside a text"),
        ("sqs.delay_max", "010", {}, "'010' is not one value: '010' is not a plain decimal number"),
        ("sqs.delay_max", "1,000", {}, "'1,000' is not one value"),
        ("sqs.delay_max", "", {}, "'' is not one value"),
        ("sqs.delay_max", "[1, 2", {}, "'[1, 2' is not one value: not YAML"),
        ("sqs.size_max", "1}, x: {a: 1", {}, "not one value: not YAML"),
        ("sqs.delay_max", "30", {"source": "http://docs.aws.amazon.com/x.html"}, "is not an https address"),
        ("sqs.delay_max", "30", {"evidence": "one two three four five six seven eight nine"}, "evidence of 9 words"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_written(project, id_, value, options, why):
    with pytest.raises(editing.CannotEdit, match=re.escape(why)):
        set_(project, id_, value, **options)
    assert texts(project) == FILES


def test_what_was_set_passes_the_rules_on_order_and_history(project):
    before = rules(project)
    assert not before & {"order-of-fields", "order-of-facts", "history-order", "read-in-the-future"}
    set_(project, "sqs.delay_max", "30", "up to 30 minutes")
    set_(project, "sqs.size_max", "1", "up to 1 MiB", unit="MiB")
    set_(project, "sqs.states", "[stored]", "stored")
    set_(project, "sqs.wait", "{min: 0, max: 30}", "0 to 30 seconds")
    assert rules(project) == before
    set_(project, "sqs.wait", "{min: 0, max: 40}", "0 to 40 seconds", until="2011")
    assert rules(project) == before | {"history-order"}, "the date given lies before the history"


# ---- new ----


@pytest.mark.parametrize(
    ("key", "after"),
    [("a_first", "# about the delay\n"), ("receive_max", "# about the size\n"), ("zone", "")],
)
def test_a_template_is_put_at_its_place(project, key, after):
    changed = editing.new_fact(load(project), "sqs", key, "price")
    text = changed["data/facts/sqs.yaml"]
    found = re.search(rf"^{key}:\n(?:  .*\n)+", text, re.MULTILINE)
    assert found and list(changed) == ["data/facts/sqs.yaml"]
    template = found[0]
    assert text == (SQS.replace(after, f"{template}\n{after}") if after else f"{SQS}\n{template}")
    names = re.findall(r"^  (?:# )?(\w+): \S+", template, re.MULTILINE)
    assert names == ["title", "kind", "value", "unit", "scope", "region", "source", "evidence", "verified"]
    mend.write(project, changed)
    assert "order-of-facts" not in rules(project)
    assert [problem.what for problem in load(project).problems] == ["still to be filled in"] * 6


def test_a_template_makes_a_file_that_is_not_there(project):
    (project / "data/facts/sns.yaml").unlink()
    changed = editing.new_fact(load(project), "sns", "topic_max", "limit")
    assert list(changed) == ["data/facts/sns.yaml"]
    assert changed["data/facts/sns.yaml"].startswith("topic_max:\n  title: …")
    assert "region" not in changed["data/facts/sns.yaml"]


def test_entries_without_blank_lines_get_none(project):
    text = editing.new_fact(load(project), "sns", "protocol", "list")["data/facts/sns.yaml"]
    assert "\n\n" not in text
    assert SNS.partition("retry_wait")[0] + "protocol:\n" in text


@pytest.mark.parametrize(
    ("service", "key", "kind", "why"),
    [
        ("sqss", "x", "limit", "no service 'sqss': did you mean 'sqs'?"),
        ("lambda", "x", "limit", "no service 'lambda': add it to data/services.yaml first"),
        ("sqs", "delay_max", "limit", "sqs.delay_max is there already"),
        ("sns", "longest_delay", "limit", "sns.longest_delay is there already"),
        ("sqs", "Delay", "limit", "lower-case letters"),
        ("../sqs", "x", "limit", "lower-case letters"),
        ("sqs", "x", "limits", "no kind 'limits': one of limit, default"),
    ],
)
def test_what_cannot_be_new(project, service, key, kind, why):
    with pytest.raises(editing.CannotEdit, match=re.escape(why)):
        editing.new_fact(load(project), service, key, kind)


@pytest.mark.parametrize("bad", [b"\xef\xbb\xbfa: 1\n", b"a: \xff\n", b"a: [1\n"])
def test_a_file_that_cannot_be_read_is_not_written_over(project, bad):
    (project / "data/facts/sns.yaml").write_bytes(bad)
    for arguments in (("new", "sns", "x"), ("rename", "sqs.wait", "sns.wait")):
        assert cli.main(["--root", str(project), *arguments]) == 2
    assert (project / "data/facts/sns.yaml").read_bytes() == bad


# ---- rename ----


def test_a_fact_is_renamed_everywhere_and_nothing_else_is_touched(project):
    mend.write(project, editing.rename(load(project), "sqs.delay_max", "sqs.delay_most"))
    new, old = "sqs.delay_most", "sqs.delay_max"
    entry = SQS[SQS.index("# about the delay") : SQS.index("\n# about the size")]
    assert texts(project) == FILES | {
        "data/facts/sqs.yaml": SQS.replace(
            entry, f"delay_max: {{moved_to: {new}}}\n\n" + entry.replace("delay_max:", "delay_most:")
        ),
        "data/facts/sns.yaml": SNS.replace(f"moved_to: {old}", f"moved_to: {new}").replace(
            f"derive: {old} * 2 + {old}", f"derive: {new} * 2 + {new}"
        ),
        "docs/networking/sqs.md": NOTE.replace(f'"{old}"', f'"{new}"')
        .replace(f"'{old}'", f"'{new}'")
        .replace(f"#{old}", f"#{new}"),
        "docs/networking/sns.md": SNS_NOTE.replace(old, new),
    }


def test_a_renamed_project_has_the_problems_that_it_had(project):
    before = [(problem.rule, problem.what) for problem in checks.run(load(project))]
    mend.write(project, editing.rename(load(project), "sqs.delay_max", "sns.delay_max"))
    after = [(problem.rule, problem.what) for problem in checks.run(load(project))]
    assert [(rule, what.replace("sns.delay_max", "sqs.delay_max")) for rule, what in after] == before
    read = load(project)
    assert read.resolve("sqs.delay_max") == read.resolve("sns.oldest_delay") == "sns.delay_max"
    assert {move.new for move in read.facts.moves.values()} == {"sns.delay_max"}
    assert read.facts["sns.retry_wait"].operands == ("sns.delay_max",)


def test_a_fact_moves_to_another_file_with_its_comments(project):
    mend.write(project, editing.rename(load(project), "sqs.states", "sns.message_states"))
    entry = SQS[SQS.index("# about states") : SQS.index("\n# about waiting")]
    after = texts(project)
    assert after["data/facts/sqs.yaml"] == SQS.replace(entry, "states: {moved_to: sns.message_states}\n")
    assert after["data/facts/sns.yaml"] == SNS.replace(
        "oldest_delay:", entry.replace("states:\n  title", "message_states:\n  title") + "oldest_delay:"
    )
    assert "order-of-facts" not in rules(project)


def test_an_entry_in_braces_and_a_quoted_key_are_renamed_too(project):
    file = project / "data/facts/sqs.yaml"
    file.write_text(SQS.replace("size_max:", '"size_max":'))
    mend.write(project, editing.rename(load(project), "sqs.size_max", "sqs.a_size"))
    after = file.read_text()
    assert after.startswith('# Facts about queues.\n# Two lines of them.\n\n# about the size\n"a_size": {title:')
    assert "\nsize_max: {moved_to: sqs.a_size}\n\n\n# about states\n" in after


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("sqs.delay_mix", "sqs.x", "no fact 'sqs.delay_mix': did you mean 'sqs.delay_max'?"),
        ("sns.longest_delay", "sns.x", "'sns.longest_delay' is 'sqs.delay_max' now"),
        ("sqs.delay_max", "delay", "'delay' is not a fact id"),
        ("sqs.delay_max", "sqs.delay max", "is not a fact id"),
        ("sqs.delay_max", "sqs.wait", "'sqs.wait' is there already"),
        ("sqs.delay_max", "sns.oldest_delay", "'sns.oldest_delay' is there already"),
        ("sqs.delay_max", "kms.x", "no service 'kms'"),
    ],
)
def test_what_cannot_be_renamed(project, old, new, why):
    with pytest.raises(editing.CannotEdit, match=re.escape(why)):
        editing.rename(load(project), old, new)


def test_the_facts_of_worked_examples_keep_their_names(project):
    written(
        project,
        {
            "data/services.yaml": SERVICES.replace("sns:", "ec2:"),
            "data/facts/ec2.yaml": "billing_minimum: {title: Least, kind: rule, value: 60, unit: second, "
            "source: https://docs.aws.amazon.com/x.html, evidence: 60 seconds, verified: 2026-11-20}\n",
        },
    )
    with pytest.raises(editing.CannotEdit, match="the worked examples ec2_on_demand need 'ec2.billing_minimum'"):
        editing.rename(load(project), "ec2.billing_minimum", "ec2.billing_least")


# ---- through the command line ----


def test_set_new_and_rename_by_command(project):
    done = run(project, "set", "sqs.delay_max", "30", "--evidence", "up to 30 minutes", "--until", "2026-10")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "changed data/facts/sqs.yaml\nnow run python -m factbook check\n"
    done = run(project, "new", "sqs", "receive_max")
    assert (done.returncode, done.stderr) == (0, "")
    done = run(project, "rename", "sqs.delay_max", "sqs.delay_most")
    assert done.returncode == 0
    assert [line.partition(" ")[2] for line in done.stdout.splitlines()[:-1]] == [
        "docs/networking/sns.md",
        "docs/networking/sqs.md",
        "data/facts/sns.yaml",
        "data/facts/sqs.yaml",
    ]
    fact = load(project).facts["sqs.delay_most"]
    assert fact.verified == TODAY, "today, where no day is given"
    assert [past.until.iso for past in fact.history] == ["2026-10"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("set", "sns.retry_wait", "1", "--evidence", "1"), "'sns.retry_wait' is derived: change sqs.delay_max"),
        (("set", "sqs.delai_max", "1", "--evidence", "1"), "no fact 'sqs.delai_max': did you mean 'sqs.delay_max'?"),
        (("new", "sqs", "wait"), "sqs.wait is there already: change it with python -m factbook set"),
        (("rename", "sqs.wait", "wait"), "'wait' is not a fact id: ids are written service.key"),
        (("show", "sqs.delai_max"), "no fact 'sqs.delai_max': did you mean 'sqs.delay_max'?"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(project, arguments, line):
    done = run(project, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"factbook: {line}\n")
    assert texts(project) == FILES


def test_a_day_that_is_none_is_refused(project):
    done = run(project, "set", "sqs.delay_max", "30", "--evidence", "30", "--verified", "2026-02-30")
    assert done.returncode == 2
    assert "'2026-02-30' is no date: write YYYY-MM-DD" in done.stderr


# ---- writing ----


@pytest.mark.parametrize("broken", ["replace", "chmod"])
def test_a_write_that_is_interrupted_leaves_the_old_files_whole(project, monkeypatch, capsys, broken):
    def fail(self: Path, *arguments: object) -> None:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, broken, fail)
    assert cli.main(["--root", str(project), "rename", "sqs.delay_max", "sqs.delay_most"]) == 2
    assert capsys.readouterr().err.startswith("factbook: no space left on device: ")
    monkeypatch.undo()
    assert texts(project) == FILES, "and no file of ours is left lying about"


def test_no_file_is_replaced_before_all_could_be_written(project, monkeypatch):
    stage = mend._stage

    def second_fails(file: Path, *arguments: object) -> None:
        if file.name == "sns.yaml":
            raise KeyboardInterrupt
        stage(file, *arguments)

    monkeypatch.setattr(mend, "_stage", second_fails)
    assert cli.main(["--root", str(project), "rename", "sqs.delay_max", "sqs.delay_most"]) == 2
    assert texts(project) == FILES


def test_a_written_file_keeps_its_mode_and_a_link_stays_a_link(project):
    file = project / "data/facts/sqs.yaml"
    real = project / "elsewhere.yaml"
    file.rename(real)
    file.symlink_to(real)
    real.chmod(0o640)
    mend.write(project, {"data/facts/sqs.yaml": "new", "docs/more/x.md": "x"})
    assert file.is_symlink() and real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640
    assert (project / "docs/more/x.md").stat().st_mode & 0o777 == 0o644


def test_a_folder_that_may_not_be_written_is_said_so(project):
    folder = project / "data/facts"
    folder.chmod(0o500)
    try:
        allowed = os.access(folder, os.W_OK)  # root may write everywhere
        done = run(project, "new", "sqs", "receive_max")
    finally:
        folder.chmod(0o700)
    assert done.returncode == (0 if allowed else 2)
    assert ("Permission denied" in done.stderr) == (not allowed)
    assert "Traceback" not in done.stderr
    assert (texts(project) == FILES) == (not allowed)
