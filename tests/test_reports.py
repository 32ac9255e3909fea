"""What `check` prints in each format, what it looks at, what it mends, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from factbook import report
from factbook.facts import Edit, Place, Problem
from tests.projects import ROOT, run, texts, written

SOUND = yaml.safe_load((ROOT / "tests" / "cases" / "sound.yaml").read_text("utf-8"))
SOUND.pop("problems")
ODD = "docs/50% off, x: y é.md"
"""A name with everything that a format has to escape."""

BROKEN = SOUND | {
    "docs/sqs.md": SOUND["docs/sqs.md"] + '\nTwice: {{ fact("sqs.sttes") }} and 1,024 KiB.\n',
    ODD: '---\ndescription: 50%\n---\n# X\n\n{{ fact("sqs.100%") }}\n',
}
FOUND = [
    (ODD, 6, 10, "unknown-fact", "no fact 'sqs.100%'", False),
    ("docs/sqs.md", 14, 17, "unknown-fact", "no fact 'sqs.sttes'", False),
    ("docs/sqs.md", 14, 36, "typed-number", "'1,024 KiB' is typed, and is 'sqs.message_size_max'", True),
]
"""Path, line, column, rule, what, and whether it can be mended, of every problem of BROKEN."""


@pytest.fixture
def broken(tmp_path) -> Path:
    return written(tmp_path, BROKEN)


# ---- formats ----


def test_a_sound_project_is_counted(tmp_path):
    done = run(written(tmp_path, SOUND), "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "5 facts, 1 services, 1 notes: no problem\n"


def test_text(broken):
    done = run(broken, "check")
    assert done.returncode == 1
    *blocks, summary = done.stdout.rstrip("\n").split("\n\n")
    assert summary == "3 problems in 2 files; 1 can be mended with --fix"
    for block, (path, line, column, rule, what, _) in zip(blocks, FOUND, strict=True):
        head, source, caret, hint = block.splitlines()
        assert head == f"{path}:{line}:{column}: {rule}: {what}"
        assert source[4:] == BROKEN[path].splitlines()[line - 1]
        assert caret == " " * (4 + column - 1) + "^"
        assert re.match(r"    \S", hint)
    assert "did you mean 'sqs.states', data/facts/sqs.yaml:24?" in blocks[1]


def test_json(broken):
    done = run(broken, "check", "--format", "json")
    assert done.returncode == 1
    problems = json.loads(done.stdout)
    keys = ("path", "line", "column", "rule", "what", "fixable")
    assert [tuple(problem[key] for key in keys) for problem in problems] == FOUND
    assert all(problem["hint"] and set(problem) == {*keys, "hint"} for problem in problems)


def test_json_and_sarif_of_a_sound_project_are_whole(tmp_path):
    written(tmp_path, SOUND)
    assert run(tmp_path, "check", "--format", "json").stdout == "[]\n"
    assert json.loads(run(tmp_path, "check", "--format", "sarif").stdout)["runs"][0]["results"] == []


def test_sarif_has_what_the_standard_requires(broken):
    """SARIF 2.1.0, sections 3.13 to 3.58: the properties that an object must have, and their kinds."""
    log = json.loads(run(broken, "check", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (each_run,) = log["runs"]
    driver = each_run["tool"]["driver"]
    assert driver["name"] == "factbook"
    assert [rule["id"] for rule in driver["rules"]] == sorted({rule for *_, rule, _, _ in FOUND})
    assert each_run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    bases = each_run["originalUriBaseIds"]
    for result, (_, line, column, rule, what, fixable) in zip(each_run["results"], FOUND, strict=True):
        assert result["ruleId"] == driver["rules"][result["ruleIndex"]]["id"] == rule
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"].startswith(f"{what}. ")
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uriBaseId"] in bases
        assert location["physicalLocation"]["region"] == {"startLine": line, "startColumn": column}
        assert ("fixes" in result) == fixable
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in each_run["results"]]
    assert uris == ["docs/50%25%20off%2C%20x%3A%20y%20%C3%A9.md", "docs/sqs.md", "docs/sqs.md"]
    (fix,) = each_run["results"][2]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    start, length = (replacement["deletedRegion"][key] for key in ("charOffset", "charLength"))
    assert change["artifactLocation"]["uri"] == "docs/sqs.md"
    assert BROKEN["docs/sqs.md"][start : start + length] == "1,024 KiB"
    assert replacement["insertedContent"]["text"] == '{{ fact("sqs.message_size_max") }}'


def unescaped(text: str) -> str:
    for sign, code in (("\n", "%0A"), ("\r", "%0D"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


def annotations(text: str) -> list[tuple[str, ...]]:
    """What GitHub Actions makes of a log: the properties and the message of each annotation."""
    found = []
    for line in text.splitlines():
        if match := re.fullmatch(r"::error ([^:]*)::(.*)", line):
            properties = [part.partition("=")[2] for part in match[1].split(",")]
            found.append((*(unescaped(part) for part in properties), unescaped(match[2])))
    return found


def test_github_annotations_are_escaped(broken):
    done = run(broken, "check", "--format", "github")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(FOUND), "a message of several lines is one line"
    found = annotations(done.stdout)
    assert [(path, int(line), int(column), rule) for path, line, column, rule, _ in found] == [
        problem[:4] for problem in FOUND
    ]
    assert [message.partition("\n")[0] for *_, message in found] == [what for *_, what, _ in FOUND]
    assert all(message.partition("\n")[2] for *_, message in found)


def test_a_message_cannot_start_an_annotation_of_its_own():
    what = "x\n::error file=y::z\r%0A"
    (line,) = report.github([Problem(Place("a.md"), what, "", "rule")], {}).splitlines()
    assert line.endswith("::x%0A::error file=y::z%0D%250A")


@pytest.mark.parametrize(
    ("options", "environment", "text", "annotated"),
    [
        ((), {"GITHUB_ACTIONS": "true"}, True, True),
        ((), {"GITHUB_ACTIONS": "false"}, True, False),
        (("--format", "text"), {"GITHUB_ACTIONS": "true"}, True, False),
        (("--format", "github"), {"GITHUB_ACTIONS": "true"}, False, True),
    ],
)
def test_github_actions_gets_annotations_by_itself(broken, options, environment, text, annotated):
    done = run(broken, "check", *options, **environment)
    assert ("can be mended" in done.stdout) == text
    assert len(annotations(done.stdout)) == (len(FOUND) if annotated else 0)


def test_what_programs_read_has_nothing_else_in_it_on_github(broken):
    for name in ("json", "sarif"):
        json.loads(run(broken, "check", "--format", name, GITHUB_ACTIONS="true").stdout)


def test_the_caret_stands_below_the_place_in_long_and_tabbed_lines():
    line = "é\t" * 300 + "HERE" + " and so on" * 30
    problem = Problem(Place("a.md", 2, 601), "x", "do y", "rule")
    _, shown, caret, hint = report.text([problem], {"a.md": f"one\r\n{line}\r\nthree"}).split("\n\n")[0].splitlines()
    assert shown[caret.index("^") :].startswith("HERE and")
    assert len(shown) < 150 and hint == "    do y"


def test_a_place_that_is_not_in_the_text_is_reported_without_it():
    problem = Problem(Place("gone.md", 9), "x", "do y", "rule", (Edit("gone.md", 0, 0, ""),))
    assert report.text([problem], {}) == (
        "gone.md:9:1: rule: x\n    do y\n\n1 problem in 1 file; 1 can be mended with --fix"
    )


# ---- what is looked at ----


@pytest.mark.parametrize(
    ("paths", "problems"),
    [
        (("docs/sqs.md",), 2),
        ((ODD,), 1),
        (("docs",), 3),
        (("docs/",), 3),
        (("./docs/../docs/sqs.md",), 2),
        ((".",), 3),
        (("docs/sqs.md", ODD), 3),
        (("data",), 0),
        (("data/facts/sqs.yaml", "docs/sqs.md"), 2),
    ],
)
def test_check_is_narrowed_to_files_and_folders(broken, paths, problems):
    done = run(broken, "check", "--format", "json", *paths)
    assert (done.returncode, len(json.loads(done.stdout))) == (1 if problems else 0, problems)


def test_a_name_that_another_begins_with_is_another(broken):
    written(broken, {"docs/sqs.md.md": BROKEN[ODD], "docsy/x.md": BROKEN[ODD]})
    assert len(json.loads(run(broken, "check", "--format", "json", "docs/sqs.md").stdout)) == 2
    assert run(broken, "check", "docsy").returncode == 0, "no note stands there"


def test_paths_are_those_of_the_folder_that_one_is_in(broken):
    done = run(broken / "docs", "--root", "..", "check", "--format", "json", "sqs.md")
    assert (done.returncode, len(json.loads(done.stdout))) == (1, 2)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("docs/gone.md", "no file or folder docs/gone.md"),
        ("..", ".. is outside the project"),
        ("/", "/ is outside the project"),
    ],
)
def test_a_path_that_is_outside_or_not_there(broken, path, line):
    done = run(broken, "check", "docs/sqs.md", path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"factbook: {line}\n")


@pytest.mark.parametrize("arguments", [(), ("chekc",), ("check", "--format", "xml"), ("check", "--fixx"), ("show",)])
def test_a_command_that_cannot_be_understood(broken, arguments):
    done = run(broken, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: python -m factbook")


@pytest.mark.parametrize("command", ["check", "facts", "show", "set", "new", "rename", "diff", "scan", "generate"])
def test_every_command_explains_itself(tmp_path, command):
    done = run(tmp_path, command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: python -m factbook {command}")
    assert command in run(tmp_path, "--help").stdout


# ---- what is mended ----

FACT = "kind: rule, unit: day, source: https://docs.aws.amazon.com/x.html, verified: 2026-11-20"
UNTIDY = {
    "data/services.yaml": """\
# services
sqs: {name: Amazon SQS, area: networking, page: sqs.md, status: active, summary: Queues.}

# above kms
kms: {name: AWS KMS, area: security, page: kms.md, status: active, summary: "Keys: locks"}   # keys
""",
    "data/facts/sqs.yaml": f"""\
# The file's own comment.

# about b
b_max:   # b
  title:  Longest wait
  kind: limit
  unit: minute   # not hours
  # on the value
  value: 15
  source: https://docs.aws.amazon.com/x.html
  verified: 2026-11-20
  evidence: '15 minutes'


a_day: {{title: One,  value: 7, {FACT.replace("kind", "evidence: 7 days, kind")}}}
older: {{moved_to: sqs.b_max}}
c_day: {{title: "Two", {FACT.replace("unit", "value: 30, unit").replace(", verified", ", evidence: 30 days, verified")}}}
c_time: {{title: "Three", {FACT.replace("unit", "value: 30, unit").replace(", verified", ", evidence: 30 days, verified")}}}""",
    "docs/sqs.md": (
        "---\ndescription: Queues.\nabout: sqs\n---\n# SQS\n\n"
        'At most {{ fact("sqs.older") }}, or {{ value(  "sqs.older", unit="second" ) }} s.\t\n'
        "Wait 15 minutes,  or 900 seconds; after 7 days, 30 days.\r\n\r\n"
        '{{ fact("sqs.a_day") }} {{ fact("sqs.c_day") }} {{ fact("sqs.c_time") }} {{ fact("sqs.nix") }}'
    ),
    "docs/kms.md": "---\ndescription: Keys.\nabout: kms\n---\n# KMS\n\nRecieve it. Fine as it is.",
}
TIDY = {
    "data/services.yaml": """\
# above kms
kms: {name: AWS KMS, area: security, page: kms.md, status: active, summary: "Keys: locks"}   # keys

# services
sqs: {name: Amazon SQS, area: networking, page: sqs.md, status: active, summary: Queues.}
""",
    "data/facts/sqs.yaml": f"""\
# The file's own comment.

a_day: {{title: One,  value: 7, {FACT.replace("kind", "evidence: 7 days, kind")}}}


# about b
b_max:   # b
  title:  Longest wait
  kind: limit
  # on the value
  value: 15
  unit: minute   # not hours
  source: https://docs.aws.amazon.com/x.html
  evidence: '15 minutes'
  verified: 2026-11-20
c_day: {{title: "Two", {FACT.replace("unit", "value: 30, unit").replace(", verified", ", evidence: 30 days, verified")}}}
c_time: {{title: "Three", {FACT.replace("unit", "value: 30, unit").replace(", verified", ", evidence: 30 days, verified")}}}
older: {{moved_to: sqs.b_max}}
""",
    "docs/sqs.md": (
        "---\ndescription: Queues.\nabout: sqs\n---\n# SQS\n\n"
        'At most {{ fact("sqs.b_max") }}, or {{ value(  "sqs.b_max", unit="second" ) }} s.\t\n'
        'Wait {{ fact("sqs.b_max") }},  or {{ fact("sqs.b_max") }}; after {{ fact("sqs.a_day") }}, 30 days.\r\n\r\n'
        '{{ fact("sqs.a_day") }} {{ fact("sqs.c_day") }} {{ fact("sqs.c_time") }} {{ fact("sqs.nix") }}'
    ),
    "docs/kms.md": "---\ndescription: Keys.\nabout: kms\n---\n# KMS\n\nReceive it. Fine as it is.",
}
LEFT = [
    ("data/facts/sqs.yaml", "order-of-fields"),
    ("docs/sqs.md", "typed-number"),
    ("docs/sqs.md", "unknown-fact"),
]
"""Fields in braces share a line, 30 days are two facts, and nobody knows which fact was meant."""


def test_all_that_is_mechanical_is_mended_in_one_run_and_nothing_else(tmp_path):
    done = run(written(tmp_path, UNTIDY), "check", "--fix", "--format", "json")
    assert texts(tmp_path) == TIDY
    assert done.returncode == 1
    assert [(problem["path"], problem["rule"]) for problem in json.loads(done.stdout)] == LEFT
    assert sorted(set(done.stderr.splitlines())) == [f"mended {path}" for path in sorted(TIDY)]


def test_a_second_run_changes_nothing(tmp_path):
    written(tmp_path, TIDY)
    before = {path: (tmp_path / path).stat().st_mtime_ns for path in TIDY}
    done = run(tmp_path, "check", "--fix")
    assert (done.returncode, done.stderr) == (1, "")
    assert "can be mended" not in done.stdout
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in TIDY} == before


def test_without_fix_nothing_is_written(tmp_path):
    written(tmp_path, UNTIDY)
    assert run(tmp_path, "check").returncode == 1
    assert texts(tmp_path) == UNTIDY


def test_when_all_is_mended_the_exit_code_is_0(tmp_path):
    done = run(
        written(tmp_path, SOUND | {"docs/sqs.md": SOUND["docs/sqs.md"] + "It has 1,024 KiB.\n"}), "check", "--fix"
    )
    assert (done.returncode, done.stderr) == (0, "mended docs/sqs.md\n")
    assert texts(tmp_path)["docs/sqs.md"] == SOUND["docs/sqs.md"] + 'It has {{ fact("sqs.message_size_max") }}.\n'


def test_only_what_was_asked_for_is_mended(tmp_path):
    written(tmp_path, UNTIDY)
    run(tmp_path, "check", "--fix", "docs/sqs.md")
    assert texts(tmp_path) == UNTIDY | {"docs/sqs.md": TIDY["docs/sqs.md"]}


def test_lines_that_end_in_two_signs_are_mended_as_well(tmp_path):
    windows = {path: text.replace("\r\n", "\n").replace("\n", "\r\n") for path, text in UNTIDY.items()}
    run(written(tmp_path, windows), "check", "--fix")
    assert texts(tmp_path) == {path: text.replace("\r\n", "\n").replace("\n", "\r\n") for path, text in TIDY.items()}
