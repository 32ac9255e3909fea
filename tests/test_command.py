"""The command as people run it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from factbook.facts.fields import FIELDS
from factbook.facts.schema import schema
from tests.projects import FACTS, ROOT, run, small


def test_check_of_a_sound_project(tmp_path):
    found = run(small(tmp_path), "check")
    assert found.returncode == 1
    assert "page-shape" in found.stdout, "the small project's page is short"
    assert "Traceback" not in found.stdout + found.stderr


def test_check_prints_every_problem_with_its_line_and_what_to_do(tmp_path):
    small(tmp_path, FACTS=FACTS.replace("value: 4", "value: 6"))
    found = run(tmp_path, "check")
    assert found.returncode == 1
    block = found.stdout[found.stdout.index("data/facts/sqs.yaml:") :].split("\n\n")[0].splitlines()
    assert (
        block[0]
        == "data/facts/sqs.yaml:21:13: evidence-without-value: evidence '4 days by default' does not say '6 days'"
    )
    assert block[1].strip() == "evidence: 4 days by default"
    assert block[2].index("^") == block[1].index("4 days")
    assert block[3].strip() == "quote the words around the value, or correct the value"


@pytest.mark.parametrize("arguments", [["check"], ["facts", "--json"], ["generate"]])
def test_a_folder_that_is_no_project_is_said_so(tmp_path, arguments):
    found = run(tmp_path, *arguments)
    assert found.returncode == 2
    assert found.stderr.startswith("factbook: . has no data/facts/")
    assert "Traceback" not in found.stderr


def test_scan_of_a_site_that_is_not_there(tmp_path):
    found = run(small(tmp_path), "scan", "nowhere")
    assert found.returncode == 2
    assert "build the site first" in found.stderr


def test_the_listing_has_every_field_of_every_fact(tmp_path):
    found = run(small(tmp_path), "facts", "--json")
    facts = {fact["id"]: fact for fact in json.loads(found.stdout)}
    assert list(facts) == ["sqs.message_size_max", "sqs.retention_default", "sqs.states", "sqs.twice"]
    assert facts["sqs.message_size_max"] == {
        "id": "sqs.message_size_max",
        "title": "Largest message",
        "kind": "limit",
        "value": "1",
        "text": "1 MiB",
        "unit": "MiB",
        "scope": "per message",
        "region": None,
        "adjustable": True,
        "source": "https://docs.aws.amazon.com/sqs/quotas.html",
        "evidence": "up to 1 MiB",
        "verified": "2026-11-20",
        "since": None,
        "history": [
            {"until": "2010-07", "value": "8", "unit": "KiB", "source": None, "note": None},
            {"until": "2025-08", "value": "256", "unit": "KiB", "source": None, "note": "raised * quietly"},
        ],
        "mistaken": [],
        "derive": None,
        "note": "Body *and* attributes | together.",
        "notes": ["docs/index.md", "docs/networking/sqs.md"],
    }
    assert facts["sqs.twice"]["verified"] == "2026-11-23"
    assert facts["sqs.states"]["value"] == ["*stored*", "in_flight", "[deleted]"]
    assert len({tuple(fact) for fact in facts.values()}) == 1, "all have the same fields"


def test_a_stale_file_is_reported_and_made_anew(tmp_path):
    small(tmp_path)
    (tmp_path / "data" / "schema").mkdir()
    (tmp_path / "data" / "schema" / "facts.schema.json").write_text("{}\n")
    guide = tmp_path / "CONTRIBUTING.md"
    guide.write_text("# Guide\n\n<!-- field table: x -->\nold\n<!-- end of field table -->\n\nMore.\n")
    assert run(tmp_path, "check").stdout.count("stale-file") == 2
    assert run(tmp_path, "generate").stdout == "wrote data/schema/facts.schema.json\nwrote CONTRIBUTING.md\n"
    assert "stale-file" not in run(tmp_path, "check").stdout
    assert run(tmp_path, "generate").stdout == ""
    assert guide.read_text().startswith("# Guide\n\n<!-- field table: x -->\n\n| Field |")
    assert guide.read_text().endswith("<!-- end of field table -->\n\nMore.\n")


def schema_check(*files) -> subprocess.CompletedProcess:
    """The verdict of check-jsonschema, which reads YAML as editors do."""
    command = [
        "check_jsonschema",
        "--schemafile",
        str(ROOT / "data" / "schema" / "facts.schema.json"),
        *map(str, files),
    ]
    return subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)


def test_every_fact_of_the_project_fits_the_schema():
    done = schema_check(*sorted((ROOT / "data" / "facts").glob("*.yaml")))
    assert done.returncode == 0, done.stdout


def test_the_schema_accepts_every_form_of_a_fact(tmp_path):
    (tmp_path / "good.yaml").write_text(FACTS + "old: {moved_to: sqs.states}\n")
    assert schema_check(tmp_path / "good.yaml").returncode == 0


BAD = {
    "no fields": "a: 1",
    "nothing but a title": "a: {title: A}",
    "a key in capitals": "A: {moved_to: x.y}",
    "moved to no id": "a: {moved_to: xy}",
    "moved, with a title": "a: {moved_to: x.y, title: A}",
    "an unknown kind": FACTS.replace("kind: limit", "kind: limt"),
    "a source that is not https": FACTS.replace("https:", "http:"),
    "half a span": FACTS.replace("value: 1\n", "value: {min: 1}\n"),
    "a word for true or false": FACTS.replace("adjustable: true", "adjustable: maybe"),
    "a date that is none": FACTS.replace("until: 2010-07", "until: soon"),
    "an unknown field": FACTS.replace("scope:", "scopes:"),
}


def test_the_schema_refuses_what_the_loader_refuses(tmp_path):
    files = {what: tmp_path / f"{number}.yaml" for number, what in enumerate(BAD)}
    for what, file in files.items():
        file.write_text(BAD[what])
    done = schema_check(*files.values())
    assert done.returncode == 1
    assert [what for what, file in files.items() if file.name not in done.stdout] == []


def test_every_field_is_explained_in_the_schema():
    properties = [set(entry["properties"]) for entry in schema()["additionalProperties"]["oneOf"]]
    assert set().union(*properties) == {field.name for field in FIELDS}
    for entry in schema()["additionalProperties"]["oneOf"]:
        assert all(len(field["description"]) > 20 for field in entry["properties"].values())
