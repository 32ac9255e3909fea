"""Facts are held against packages of AWS's, and a value that moved is caught on either side."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from factbook import facts as facts_
from factbook.facts import Amount, Choices, Fact, Span, Words, load_contents, parse
from factbook.facts.evidence import NUMBER_WORDS
from factbook.facts.values import in_unit, number_text
from factbook.witness.api_models import Models
from factbook.witness.packages import Packages
from factbook.witness.proof import can_prove, is_proved
from factbook.witness.sources import Sources
from factbook.witness.spots import NoSuchPath, NotAtHand, without_markup
from factbook.witness.testimony import GONE, HOLDS, MOVED, ask, proves, verify
from tests.projects import ROOT

MODEL = {
    "documentation": "<p>Keeps <b>messages</b> in queues.</p>",
    "operations": {"Send": {"documentation": "<p>A batch has up to ten messages, 1,048,576 bytes in all.</p>"}},
    "shapes": {
        "Wait": {"type": "integer", "min": 0, "max": 20},
        "Two": {"type": "string", "documentation": "<p>It is one of ten or twenty.</p>"},
        "Size": {"type": "string", "enum": ["0.5", "1.6", "237"]},
        "State": {
            "type": "string",
            "enum": ["STORED", "IN_FLIGHT"],
            "documentation": "<p>Its <code>State</code>, one of two.</p>",
        },
        "Name": {"type": "string", "pattern": "[a-z]{1,80}"},
        "Input": {
            "type": "structure",
            "members": {
                "Wait": {
                    "shape": "Wait",
                    "documentation": "<p>From 0 to 20 seconds; the default is <code>5</code>.</p>",
                },
                "State": {"shape": "State"},
            },
        },
    },
}


SCHEMA = {
    "description": "A queue; see the [guide](https://docs.aws.amazon.com/q.html).",
    "properties": {
        "Delay": {"type": "integer", "minimum": 0, "maximum": 900, "description": "At most ``900`` seconds."}
    },
    "definitions": {"Rule": {"properties": {"Status": {"type": "string", "enum": ["Enabled", "Disabled"]}}}},
}
CDK = """r'''
# The guide: a queue keeps a message for 4 days.
'''
@jsii.data_type(jsii_type="x")
class QueueProps:
    '''How long. Default: Duration.days(4) -- see `here <https://docs.aws.amazon.com/q.html>`_.'''

@jsii.data_type(jsii_type="y")
class Topic(metaclass=jsii.JSIIMeta):
    '''At most 12 of them.'''
"""
CODE = 'SIZE = 5\n# The size of a part,\n# in bytes, is 8.\nHELP = "It waits for "\n    "20 seconds."\n'


def wheel(folder: Path, name: str, files: dict[str, str]) -> None:
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as file:
        for path, text in files.items():
            file.writestr(path, text)


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Sources:
    root = tmp_path_factory.mktemp("models")
    (root / "queue" / "2012-11-05").mkdir(parents=True)
    (root / "queue" / "2012-11-05" / "service-2.json").write_text(json.dumps(MODEL))
    wheels = tmp_path_factory.mktemp("wheels")
    schemas = "cfnlint/data/schemas/"
    index, schema = json.dumps({"AWS::Queue::Queue": "1a"}), json.dumps(SCHEMA)
    wheel(wheels, "cfn_lint", {schemas + "providers/us-east-1.json": index, schemas + "resources/1a.json": schema})
    wheel(wheels, "aws_cdk_lib", {"aws_cdk/aws_queue/__init__.py": CDK})
    rule = json.dumps({"default": {"rate": 7, "kinds": ["a", "b"]}})
    wheel(wheels, "some_package", {"some/code.py": CODE, "some/rule.json": rule})
    return Sources(Packages(wheels), Models(root))


def fact(value: str, witness: str, unit: str = "") -> Fact:
    text = (
        f"a: {{title: A, kind: rule, value: {value}, {'unit: ' + unit + ', ' if unit else ''}source: https://docs.aws.amazon.com/a.html, "
        f"evidence: x, verified: 2026-11-23, witness: {witness}}}\n"
    )
    found, _, problems = parse(text, "data/facts/queue.yaml")
    assert problems == []
    return found["queue.a"]


@pytest.mark.parametrize(("value", "unit", "witness", "proved"), [
    ("5", "second", '{botocore: "queue:Input.Wait", says: "the default is {value}"}', True),
    ("20", "second", '{botocore: "queue:Input.Wait", max: second}', True),
    ("{min: 0, max: 20}", "second", '{botocore: "queue:Wait", range: second}', True),
    ("{min: 0, max: 20}", "second", '{botocore: "queue:Wait", min: second}', False),
    ("{min: 0, max: 20}", "second", '{botocore: "queue:Input.Wait", says: "From {min} to {max in second} seconds"}', True),
    ("1", "MiB", '{botocore: "queue:Send()", says: "{value in byte} bytes in all"}', True),
    ("10", "message", '{botocore: "queue:Send()", says: "up to {value} messages"}', True),
    ("[stored, in flight]", "", '{botocore: "queue:State", enum: all}', True),
    ("[stored]", "", '{botocore: "queue:State", enum: some}', False),
    ("[stored, in flight]", "", '{botocore: "queue:State", says: "one of {count}."}', False),
    ("[Wait, State]", "", '{botocore: "queue:Input", members: all}', True),
    ("{min: 1, max: 80}", "character", '{botocore: "queue:Name", pattern: "[a-z]{{min},{max}}"}', True),
    ("lower-case letters", "", '{botocore: "queue:Name", pattern: "[a-z]{1,80}"}', False),
    ("237", "GB", '{botocore: "queue:Size", max: GB}', True),
    ("0.5", "GB", '{botocore: "queue:Size", min: GB}', True),
    ("[in flight]", "", '{botocore: "queue:State", enum: all but STORED}', True),
    ("[kept, in flight]", "", '{botocore: "queue:State", enum: all, called: {kept: STORED}}', True),
    ("[messages, queues]", "", '{botocore: "queue:", says: "Keeps {1} in {2}"}', True),
    ("[queues, messages]", "", '{botocore: "queue:", says: "Keeps {2} in {1}"}', True),
    ("notes", "", '{botocore: "queue:", says: "Keeps {value} in queues", called: {notes: messages}}', True),
    ("900", "second", '{cfn: "AWS::Queue::Queue.Delay", max: second}', True),
    ("15", "minute", '{cfn: "AWS::Queue::Queue.Delay", says: "At most {value in second} seconds"}', True),
    ("guide", "", '{cfn: "AWS::Queue::Queue", says: "see the {value}."}', True),
    ("[Enabled, Disabled]", "", '{cfn: "AWS::Queue::Queue/Rule.Status", enum: all}', True),
    ("4", "day", '{cdk: "aws_queue:", says: "keeps a message for {value} days"}', True),
    ("4", "day", '{cdk: aws_queue.QueueProps, says: "Default: Duration.days({value}) -- see here."}', True),
    ("12", "", '{cdk: aws_queue.Topic, says: "At most {value} of them"}', True),
    ("5", "byte", '{file: "some-package:some/code.py", says: "SIZE = {value}"}', True),
    ("8", "byte", '{file: "some-package:some/code.py", says: "The size of a part, in bytes, is {value}."}', True),
    ("20", "second", '{file: "some-package:some/code.py", says: "It waits for {value} seconds"}', True),
    ("7", "percent", '{file: "some-package:some/rule.json#/default/rate", max: percent}', True),
    ("[a, b]", "", '{file: "some-package:some/rule.json#/default/kinds", enum: all}', True),
    ("messages", "", '{botocore: "queue:", says: "Keeps {value} in queues"}', True),
    ("5", "second", '{botocore: "queue:Input.Wait", says: "seconds; the default", supports: true}', False),
    ("5", "second", '{botocore: "queue:Input.Wait", says: "the default is"}', False),
])  # fmt: skip
def test_a_witness_holds_and_proves_only_what_it_can(sources, value, unit, witness, proved):
    found = fact(value, witness, unit)
    testimony = ask(found, found.witnesses[0], sources)
    assert testimony.outcome == HOLDS
    assert proves(testimony) is proved


@pytest.mark.parametrize(("value", "unit", "witness", "now"), [
    ("6", "second", '{botocore: "queue:Input.Wait", says: "the default is {value}"}', "the default is 5"),
    ("50", "second", '{botocore: "queue:Input.Wait", says: "the default is {value}"}', "the default is 5"),
    ("30", "second", '{botocore: "queue:Input.Wait", max: second}', "has bounds 0 to 20"),
    ("{min: 0, max: 30}", "second", '{botocore: "queue:Wait", range: second}', "has bounds 0 to 20"),
    ("1", "minute", '{botocore: "queue:Send", max: second}', "no shape 'Send'"),
    ("256", "KiB", '{botocore: "queue:Send()", says: "{value in byte} bytes in all"}', "1,048,576 bytes in all"),
    ("[stored, deleted]", "", '{botocore: "queue:State", enum: all}', "has STORED, IN_FLIGHT"),
    ("digits", "", '{botocore: "queue:Name", pattern: "[0-9]+"}', "has the pattern [a-z]{1,80}"),
    ("{min: 1, max: 90}", "", '{botocore: "queue:Name", pattern: "[a-z]{{min},{max}}"}', "has the pattern [a-z]{1,80}"),
    ("a few", "", '{botocore: "queue:Wait", max: second}', "has bounds 0 to 20"),
    ("a few", "", '{botocore: "queue:Send()", says: "up to {value} messages"}', "up to ten messages"),
    ("mess", "", '{botocore: "queue:", says: "{value} in que"}', "messages in que"),
    ("[stored]", "", '{botocore: "queue:State", enum: "all but in flight, lost"}', "has STORED, IN_FLIGHT"),
    ("[stored, in flight]", "", '{botocore: "queue:State", enum: all but in flight}', "has STORED, IN_FLIGHT"),
    ("[queues, messages]", "", '{botocore: "queue:", says: "Keeps {1} in {2}"}', "Keeps messages in q"),
    ("[queues]", "", '{botocore: "queue:", says: "Keeps {1} in {2}"}', "Keeps messages in q"),
    ("[messages, queues]", "", '{botocore: "queue:", says: "Keeps {1} in"}', "Keeps messages in"),
    ("[messages, queues, topics]", "", '{botocore: "queue:", says: "Keeps {1} in {2}"}', "Keeps messages in q"),
    ("[ten]", "", '{botocore: "queue:Two", says: "one of {items}"}', "ten or twenty"),
    ("[twenty]", "", '{botocore: "queue:Two", says: "{items}."}', "one of ten or twenty"),
    ("papers", "", '{botocore: "queue:", says: "Keeps {value} in queues", called: {notes: messages}}', "Keeps messages in queues"),
    ("900", "second", '{cfn: "AWS::Queue::Queue.Time", max: second}', "no property 'Time'"),
    ("900", "second", '{cfn: "AWS::Queue::Nothing", max: second}', "no resource type"),
    ("900", "second", '{cfn: "AWS::Queue::Queue/Nothing", max: second}', "no definition"),
    ("5", "day", '{cdk: "aws_queue:", says: "keeps a message for {value} days"}', "for 4 days"),
    ("12", "", '{cdk: aws_queue.QueueProps, says: "At most {value} of them"}', "no longer says"),
    ("12", "", '{cdk: aws_queue.Nothing, says: "At most {value} of them"}', "no class 'Nothing'"),
    ("12", "", '{cdk: aws_nothing.Queue, says: "At most {value} of them"}', "has no file"),
    ("6", "byte", '{file: "some-package:some/code.py", says: "SIZE = {value}"}', "SIZE = 5"),
    ("6", "byte", '{file: "some-package:some/other.py", says: "SIZE = {value}"}', "no file 'some/other.py'"),
    ("7", "percent", '{file: "some-package:some/rule.json#/default/share", max: percent}', "nothing at 'share'"),
    ("5", "second", '{botocore: "queue:Input.Wait", says: "at most {value} hours"}', "no longer says"),
])  # fmt: skip
def test_what_moved_says_what_stands_there_now(sources, value, unit, witness, now):
    found = fact(value, witness, unit)
    testimony = ask(found, found.witnesses[0], sources)
    assert testimony.outcome in (MOVED, GONE)
    assert now in testimony.says
    assert not proves(testimony)


@pytest.mark.parametrize("path", ["queue", "nothing:Shape", "queue:Nothing", "queue:Input.Nothing", "queue:Nothing()"])
def test_a_path_that_leads_nowhere(sources, path):
    with pytest.raises(NoSuchPath):
        sources.models.at(path)


def test_a_package_that_is_not_there_is_no_testimony(sources):
    found = fact("5", '{file: "no-such-package:a.py", says: "SIZE = {value}"}')
    with pytest.raises(NotAtHand, match="no-such-package"):
        ask(found, found.witnesses[0], sources)


def test_an_installed_package_is_read_where_it_is():
    found = fact("3", '{file: "botocore:botocore/retries/standard.py", says: "DEFAULT_MAX_ATTEMPTS = {value}"}')
    sources = Sources()
    assert ask(found, found.witnesses[0], sources).outcome == HOLDS
    assert sources.versions == {"botocore": sources.models.version}


@pytest.mark.parametrize(("text", "plain"), [
    ("a ``b`` and **c**", "a b and c"),
    ("see [the guide](https://a.b/c_d) and [x]", "see the guide and [x]"),
    ("see `the guide <https://a.b/c>`_\n  or not", "see the guide or not"),
])  # fmt: skip
def test_the_signs_of_a_markup_are_no_part_of_what_it_says(text, plain):
    assert without_markup(text) == plain


@pytest.mark.parametrize(("witness", "problem"), [
    ('{says: "a"}', "a witness with none of botocore, cfn, cdk, file"),
    ('{botocore: "a:", cfn: "A", says: "a"}', "a witness with botocore and cfn"),
    ('{botocore: "a:"}', "a witness with none of says"),
    ('{botocore: "a:", enum: every}', "enum 'every'"),
    ('{botocore: "a:", says: "{value}", called: word}', "names are a mapping"),
    ('{botocore: "a:", says: "{value in yard}"}', "unknown unit 'yard'"),
    ('{botocore: "a:", says: "{value in second}"}', "a bare number does not convert to second"),
])  # fmt: skip
def test_a_witness_that_cannot_be_read(witness, problem):
    text = f"a: {{title: A, kind: rule, value: 5, source: https://docs.aws.amazon.com/a.html, evidence: x, verified: 2026-11-23, witness: {witness}}}\n"
    (found,) = parse(text, "data/facts/queue.yaml")[2]
    assert found.what.startswith(problem)


def test_a_derived_fact_is_proved_by_those_it_is_derived_from():
    entry = "{{title: A, kind: rule, value: {}, source: https://docs.aws.amazon.com/a.html, evidence: x, verified: 2026-11-23{}}}"
    witness = ', witness: {botocore: "queue:Wait", max: number}'
    text = f"a: {entry.format(2, witness)}\nb: {entry.format(3, witness)}\nc: {entry.format(4, '')}\n"
    text += (
        "d: {title: D, kind: rule, derive: queue.a * queue.b}\ne: {title: E, kind: rule, derive: queue.d * queue.c}\n"
    )
    facts, problems, _ = load_contents({"data/facts/queue.yaml": text.encode()})
    assert problems == []
    assert [fact.key for fact in facts.values() if is_proved(fact, facts)] == ["a", "b", "d"]


@pytest.fixture(scope="module")
def real() -> tuple[facts_.Facts, Sources]:
    return facts_.load(ROOT)[0], Sources()


def test_every_witness_of_the_project_holds(real):
    found = list(verify(real[0].values(), real[1]))
    assert [(each.fact.id, each.says) for each in found if each.outcome != HOLDS] == []


def test_about_half_of_all_facts_and_of_those_that_are_numbers_are_proved(real):
    facts = real[0]
    numeric = [fact for fact in facts.values() if isinstance(fact.value, Amount | Span)]
    for among, least in ((list(facts.values()), 0.5), (numeric, 0.45)):
        assert sum(is_proved(fact, facts) for fact in among) >= least * len(among)


def test_every_value_that_is_a_little_wrong_is_caught(real):
    """A number is raised, a list loses its first or its last item, a word gets another: a proof notices."""
    facts, sources = real
    unnoticed = [
        f"{fact.id}: {wrong.plain}"
        for fact in facts.values()
        for witness in fact.witnesses
        if can_prove(fact, witness)
        for wrong in spoilt(fact.value)
        if ask(replace(fact, value=wrong), witness, sources).outcome != MOVED
    ]
    assert unnoticed == []


def spoilt(value: facts_.Value) -> list[facts_.Value]:
    if isinstance(value, Amount):
        return [replace(value, number=value.number + 1), replace(value, number=value.number * 10 + 3)]
    if isinstance(value, Span):
        return [replace(value, low=value.low - 1), replace(value, high=value.high + 1)]
    if isinstance(value, Words):
        return [Words(f"{value.text} not"), Words("something else")]
    lists = [Choices((*value.items, "one more")), Choices((*value.items[:-1], "another"))]
    return lists + ([Choices(value.items[1:]), Choices(value.items[:-1])] if len(value.items) > 1 else [])


def test_every_value_that_was_true_once_or_never_is_caught_with_what_is_true_now(real):
    """Each former and mistaken value is put back, alone, and asked of the witnesses that can prove the fact."""
    facts, sources = real
    seeded = 0
    for fact in facts.values():
        witnesses = [witness for witness in fact.witnesses if can_prove(fact, witness)]
        olds = [past.value for past in fact.history] + [mistake.value for mistake in fact.mistaken]
        for old in olds if witnesses else []:
            found = [ask(replace(fact, value=old), witness, sources) for witness in witnesses]
            moved = [each for each in found if each.outcome == MOVED]
            assert moved, f"{fact.id}: {old.plain} goes unnoticed"
            said = " ".join(each.says for each in moved).lower()
            assert any(form in said for form in written(fact)), f"{fact.id}: {said!r} does not say {fact.value.plain!r}"
            seeded += 1
    assert seeded > 100


def written(fact: Fact) -> set[str]:
    """The ways in which a witness may write what is true: the value, in any of the units asked for, or its own name for it."""
    value, forms = fact.value, set()
    if isinstance(value, Words | Choices):
        names = value.items if isinstance(value, Choices) else (value.text,)
        for witness in fact.witnesses:
            forms |= {witness.called.get(name, name).lower() for name in names}
        return forms | {form.replace(" ", "_") for form in forms} | {form.replace(" ", "") for form in forms}
    units = [value.unit] + [facts_.parse_unit(unit) for witness in fact.witnesses for unit in units_of(witness)]
    for unit in units:
        said = in_unit(value, unit)
        for number in (said.number,) if isinstance(said, Amount) else (said.low, said.high):
            forms |= {number_text(number), number_text(number, grouped=False)}
            forms |= {word for word, each in NUMBER_WORDS.items() if each == number}
    return forms


def units_of(witness: facts_.Witness) -> list[str]:
    if witness.way in ("max", "min", "range"):
        return [] if witness.expected == "number" else [witness.expected]
    return re.findall(r"\{\w+ in ([^{}]+)\}", witness.expected)


def test_the_command(tmp_path):
    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "factbook", "verify", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    whole = run()
    assert whole.returncode == 0
    assert "0 moved, 0 path gone" in whole.stdout
    one = json.loads(run("lambda.timeout_max", "--format", "json").stdout)
    assert [each["outcome"] for each in one["testimony"]] == ["holds"]
    assert one["packages"].keys() == {"botocore"}
    assert "1 of 1 (100 %) facts are proved" in run("lambda.timeout_max", "--format", "markdown").stdout
    unknown = run("lambda.nothing")
    assert unknown.returncode == 2
    assert "Traceback" not in unknown.stderr
