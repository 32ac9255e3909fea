"""Facts are held against botocore's models, and a value that moved is caught on either side."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from factbook import facts as facts_
from factbook.facts import Amount, Fact, Span, parse
from factbook.witness.api_models import Models, NoSuchPath
from factbook.witness.testimony import GONE, HOLDS, MOVED, ask, proves, verify
from tests.projects import ROOT

MODEL = {
    "documentation": "<p>Keeps <b>messages</b> in queues.</p>",
    "operations": {"Send": {"documentation": "<p>A batch has up to ten messages, 1,048,576 bytes in all.</p>"}},
    "shapes": {
        "Wait": {"type": "integer", "min": 0, "max": 20},
        "State": {
            "type": "string",
            "enum": ["STORED", "IN_FLIGHT"],
            "documentation": "<p>Its <code>State</code>, one of two.</p>",
        },
        "Name": {"type": "string", "pattern": "[a-z]+"},
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


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Models:
    root = tmp_path_factory.mktemp("models")
    (root / "queue" / "2012-11-05").mkdir(parents=True)
    (root / "queue" / "2012-11-05" / "service-2.json").write_text(json.dumps(MODEL))
    return Models(root)


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
    ("[stored, in flight]", "", '{botocore: "queue:State", says: "one of {count}."}', True),
    ("[Wait, State]", "", '{botocore: "queue:Input", members: all}', True),
    ("lower-case letters", "", '{botocore: "queue:Name", pattern: "[a-z]+"}', True),
    ("messages", "", '{botocore: "queue:", says: "Keeps {value} in queues"}', True),
    ("5", "second", '{botocore: "queue:Input.Wait", says: "seconds; the default", supports: true}', False),
    ("5", "second", '{botocore: "queue:Input.Wait", says: "the default is"}', False),
])  # fmt: skip
def test_a_witness_holds_and_proves_only_what_it_can(models, value, unit, witness, proved):
    testimony = ask(fact(value, witness, unit), fact(value, witness, unit).witnesses[0], models)
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
    ("digits", "", '{botocore: "queue:Name", pattern: "[0-9]+"}', "has the pattern [a-z]+"),
    ("5", "second", '{botocore: "queue:Input.Wait", says: "at most {value} hours"}', "no longer says"),
])  # fmt: skip
def test_what_moved_says_what_stands_there_now(models, value, unit, witness, now):
    found = fact(value, witness, unit)
    testimony = ask(found, found.witnesses[0], models)
    assert testimony.outcome in (MOVED, GONE)
    assert now in testimony.says
    assert not proves(testimony)


@pytest.mark.parametrize("path", ["queue", "nothing:Shape", "queue:Nothing", "queue:Input.Nothing", "queue:Nothing()"])
def test_a_path_that_leads_nowhere(models, path):
    with pytest.raises(NoSuchPath):
        models.at(path)


@pytest.fixture(scope="module")
def real() -> tuple[facts_.Facts, Models]:
    return facts_.load(ROOT)[0], Models()


def test_every_witness_of_the_project_holds(real):
    found = list(verify(real[0].values(), real[1]))
    assert [(each.fact.id, each.says) for each in found if each.outcome != HOLDS] == []
    assert sum(map(proves, found)) > 100


def test_every_former_value_put_back_is_caught_with_what_the_model_says(real):
    facts, models = real
    tried = 0
    for testimony in verify(facts.values(), models):
        if not proves(testimony):
            continue
        for past in testimony.fact.history:
            old = past.value
            if type(old) is not type(testimony.fact.value) or not isinstance(old, Amount | Span):
                continue
            if not old.unit.converts_to(testimony.fact.value.unit):
                continue
            again = ask(replace(testimony.fact, value=old), testimony.witness, models)
            assert again.outcome == MOVED, testimony.fact.id
            assert again.says
            tried += 1
    assert tried > 5


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
    assert run("--format", "markdown").stdout.startswith("botocore ")
    unknown = run("lambda.nothing")
    assert unknown.returncode == 2
    assert "Traceback" not in unknown.stderr
