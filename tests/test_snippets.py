"""Every file of docs/snippets is held against the tool of its trade, or says why not.

Policies: parliament. Templates, SAM's too, and state machines: cfn-lint. Commands: the AWS CLI. Python: run against
moto's AWS on loopback. Event patterns and filters: matched with events. Build and deployment specifications: the keys
of AWS's reference, and facts. What an API takes: botocore's models.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import boto3
import botocore.session
import parliament
import pytest
import yaml
from botocore.validate import ParamValidator
from cfnlint.api import ManualArgs, lint
from moto.ecr.policy_validation import EcrLifecyclePolicyValidator
from moto.events.models import EventPattern
from moto.server import ThreadedMotoServer
from moto.sns.utils import FilterPolicyMatcher
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse
from statelint.linter import Linter

from factbook import book
from factbook.facts import Facts
from factbook.snippets import FOLDER, NOT_RUN
from tests.stages import STAGES

ROOT = Path(__file__).resolve().parent.parent
FILES = {file.relative_to(ROOT / FOLDER).as_posix(): file for file in sorted((ROOT / FOLDER).rglob("*.*"))}
NOT_RUN_FILES = {"cloudwatch-logs/follow.sh", "lambda/invoke.sh", "xray/own-span.py"}
"""The snippets that nothing runs; each says why, beside the code."""


def loaded(file: str) -> object:
    """What a JSON file holds."""
    return json.loads(FILES[file].read_text("utf-8"))


def sort(file: str) -> str:
    """What a snippet is, by its name and by what stands in it."""
    suffix = Path(file).suffix
    if file in NOT_RUN_FILES:
        return "not run"
    if suffix in (".py", ".sh"):
        return {".py": "program", ".sh": "commands"}[suffix]
    if Path(file).name in ("buildspec.yml", "appspec.yml"):
        return Path(file).stem
    if suffix == ".yaml":
        return "template"
    content = loaded(file)
    for key, name in MARKS.items():
        if isinstance(content, dict) and key in content:
            return name
    return "input"


MARKS = {
    "Statement": "policy",
    "StartAt": "state machine",
    "detail-type": "pattern",
    "country": "filter",
    "_aws": "embedded metric",
    "rules": "lifecycle",
}
"""The key by which a JSON file is known."""


def of(*sorts: str) -> list[str]:
    """The snippets of some sorts."""
    return [file for file in FILES if sort(file) in sorts]


@pytest.fixture(autouse=True)
def region(monkeypatch) -> None:
    """The Region in which everything here happens."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return book.load(ROOT, date(2026, 11, 27)).facts


def test_there_are_snippets_of_every_sort():
    assert len(FILES) >= 60
    assert {sort(file) for file in FILES} == {
        "program", "commands", "buildspec", "appspec", "template", "input", "not run", *MARKS.values()
    }  # fmt: skip


def test_what_is_not_run_says_why_and_is_known_here():
    assert {file for file in FILES if NOT_RUN.search(FILES[file].read_text("utf-8"))} == NOT_RUN_FILES


# ---- policies


KNOWN = {
    "${cognito-identity.amazonaws.com:sub}": "${aws:userid}",
    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com": "accounts.google.com",
    "token.actions.githubusercontent.com:": "accounts.google.com:",
}
"""What parliament does not know, and what it knows in its place."""

OVERDONE = {
    "MISMATCHED_TYPE_BUT_USABLE": "iam:PermissionsBoundary is an ARN, and AWS's own examples compare it as a text",
    "RESOURCE_STAR": "in a key policy * is the key that it hangs on",
}
"""What parliament says of policies that are right, and why they are."""


def against_policy(text: str) -> list[str]:
    """What parliament finds in a policy.

    It wants a resource everywhere, which trust policies do not have; it cannot read some names of variables, and knows
    few providers of identities. So it is shown a policy that means the same in its words.
    """
    for strange, known in KNOWN.items():
        text = text.replace(strange, known)
    policy = json.loads(text)
    for statement in policy["Statement"]:
        if "Principal" in statement:
            statement.setdefault("Resource", "*")
    findings = parliament.analyze_policy_string(json.dumps(policy)).findings
    return [str(finding) for finding in findings if finding.issue not in OVERDONE]


@pytest.mark.parametrize("file", of("policy"))
def test_policy(file):
    assert against_policy(FILES[file].read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("s3:GetObject", "s3:GetObjekt"),
        ("${aws:username}/*", "x"),
        ("aws:SecureTransport", "aws:SecureTransports"),
        ('"Allow"', '"Permit"'),
    ],
)
def test_a_policy_with_a_mistake_is_found(right, wrong):
    text = FILES["iam/own-prefix.json"].read_text("utf-8")
    assert right in text
    broken = (
        text.replace(right, wrong)
        if wrong != "x"
        else re.sub(r'"Resource": ".*"', '"Resource": "arn:aws:sqs:::q"', text)
    )
    assert against_policy(broken) != []


# ---- templates and state machines


def against_template(text: str) -> list[str]:
    """What cfn-lint finds in a template; in one of SAM's also after SAM has made ordinary resources of it."""
    texts = [text, *([made_by_sam(text)] if "AWS::Serverless-" in text else [])]
    config = ManualArgs(regions=["eu-central-1"])
    return [f"{match.rule.id}: {match.message}" for each in texts for match in lint(each, config=config)]


def made_by_sam(text: str) -> str:
    """The template that SAM's own translator makes, as JSON; the code lies in a bucket, as after packaging."""
    template = yaml_parse(re.sub(r"CodeUri: .*", "CodeUri: s3://code/app.zip", text))
    policies = SimpleNamespace(load=dict)
    try:
        return json.dumps(transform(template, {}, policies))
    except InvalidDocumentException as error:
        return json.dumps({"SAM": [cause.message for cause in error.causes]})  # which cfn-lint refuses


@pytest.mark.parametrize("file", of("template"))
def test_template(file):
    assert against_template(FILES[file].read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("s3/uploads.yaml", "Status: Enabled}", "Status: On}"),
        ("autoscaling/group.yaml", "!Ref Subnets", "!Ref Subnet"),
        ("dynamodb/stream-function.yaml", "TRIM_HORIZON", "TRIM"),
        ("lambda/queue-worker.yaml", "MaximumConcurrency: 20", "MaximumConcurrency: 1"),
        ("lambda/queue-worker.yaml", "Handler: app.handler", "Handle: app.handler"),
    ],
)
def test_a_template_with_a_mistake_is_found(file, right, wrong):
    text = FILES[file].read_text("utf-8")
    assert right in text
    assert against_template(text.replace(right, wrong)) != []


def against_states(definition: object) -> list[str]:
    """What statelint finds in a state machine, and cfn-lint."""
    properties = {"RoleArn": "arn:aws:iam::123456789012:role/states", "Definition": definition}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    return Linter.validate(definition) + against_template(json.dumps({"Resources": {"Machine": machine}}))


@pytest.mark.parametrize("file", of("state machine"))
def test_state_machine(file):
    assert against_states(loaded(file)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"Charge": {', '"Charges": {'),
        ('"StartAt": "Reserve"', '"StartAt": "Nowhere"'),
        ('"Type": "Choice"', '"Type": "Choose"'),
        ('"ErrorEquals": ["States.ALL"]', '"ErrorEqual": ["States.ALL"]'),
    ],
)
def test_a_state_machine_with_a_mistake_is_found(right, wrong):
    text = FILES["step-functions/order.asl.json"].read_text("utf-8")
    assert right in text
    assert against_states(json.loads(text.replace(right, wrong))) != []


# ---- commands


def against_cli(files: list[Path], folder: Path) -> dict[str, dict]:
    """What the CLI says about the commands of snippets, by their paths."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.commands", *map(str, files)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def cli(tmp_path_factory) -> dict[str, dict]:
    """The same of all snippets: starting the CLI takes longer than all their commands."""
    return against_cli([FILES[file] for file in of("commands")], tmp_path_factory.mktemp("cli"))


@pytest.mark.parametrize("file", of("commands"))
def test_commands(file, cli):
    said = cli[str(FILES[file])]
    assert said["wrong"] == []
    assert said["commands"] == len(re.findall(r"^aws ", FILES[file].read_text("utf-8"), re.MULTILINE)) > 0


def test_commands_with_mistakes_are_found(tmp_path):
    for number, command in enumerate(WRONG):
        (tmp_path / f"{number}.sh").write_text(command + "\n")
    found = against_cli(sorted(tmp_path.glob("*.sh")), tmp_path)
    assert [len(each["wrong"]) for each in found.values()] == [1] * len(WRONG)


WRONG = [
    "aws s3api put-buket-encryption --bucket b",
    "aws sts get-session-token --token-codes 1",
    "aws lambda update-alias --function-name f --name live --routing-config 'AdditionalVersionWeights={\"8\"=0.1}'",
    "aws ec2 modify-volume --volume-id vol-1 --size large",
    "aws cloudformation deploy --stack-name s --tmplate x.yaml",
    "aws iam create-access-key --user-name ''",
    "aws logs put-metric-filter --log-group-name g --filter-name f --filter-pattern x --metric-transformations namespace=Shop",
]


# ---- programs


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    """The address of moto's AWS on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def empty_aws(aws, monkeypatch) -> str:
    """The same, with nothing in it, and boto3 told to use it."""
    urllib.request.urlopen(urllib.request.Request(f"{aws}/moto-api/reset", method="POST"))
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    for name, value in {
        "AWS_ENDPOINT_URL": aws,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "SEEN": "seen",
        "TABLE": "seen",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    return aws


@pytest.mark.parametrize("file", of("program"))
def test_program(file, empty_aws):
    assert file in STAGES, "a program needs its stage in tests/stages.py"
    stage = STAGES[file]()
    made = runpy.run_path(str(FILES[file]), init_globals=next(stage))
    with pytest.raises(StopIteration):
        stage.send(made)


def test_every_stage_has_its_program():
    assert set(STAGES) == set(of("program"))


# ---- patterns, filters, and what else is JSON

EVENTS = {
    "eventbridge/new-pictures.json": (
        {"source": "aws.s3", "detail-type": "Object Created", "detail": {"bucket": {"name": "amzn-s3-demo-bucket"}, "object": {"key": "a.png", "size": 3}}},
        {"source": "aws.s3", "detail-type": "Object Created", "detail": {"bucket": {"name": "amzn-s3-demo-bucket"}, "object": {"key": "a.png", "size": 0}}},
    ),
    "cloudtrail/new-access-key.json": (
        {"source": "aws.iam", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventName": "CreateAccessKey"}},
        {"source": "aws.iam", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventName": "DeleteAccessKey"}},
    ),
}  # fmt: skip
"""For each pattern an event that it matches and one that it does not."""


@pytest.mark.parametrize("file", of("pattern"))
def test_pattern(file):
    pattern = EventPattern.load(FILES[file].read_text("utf-8"))
    fits, other = EVENTS[file]
    assert pattern.matches_event(fits)
    assert not pattern.matches_event(other)


@pytest.mark.parametrize(
    ("kind", "amount", "country", "wanted"),
    [
        ("placed", 100, "DE", True),
        ("paid", 100, "DE", False),
        ("placed", 99, "DE", False),
        ("placed", 100, "US", False),
    ],
)
def test_filter(kind, amount, country, wanted):
    (file,) = of("filter")
    attributes = {
        "kind": {"Type": "String", "Value": kind},
        "amount": {"Type": "Number", "Value": amount},
        "country": {"Type": "String", "Value": country},
    }
    assert FilterPolicyMatcher(loaded(file), None).matches(attributes, "the body does not matter") is wanted


@pytest.mark.parametrize("file", of("lifecycle"))
def test_lifecycle(file):
    EcrLifecyclePolicyValidator(FILES[file].read_text("utf-8")).validate()


@pytest.mark.parametrize("file", of("embedded metric"))
def test_embedded_metric_names_what_stands_beside_it(file):
    document = loaded(file)
    for directive in document["_aws"]["CloudWatchMetrics"]:
        named = [metric["Name"] for metric in directive["Metrics"]] + [
            name for each in directive["Dimensions"] for name in each
        ]
        assert set(named) <= set(document)


INPUTS = {
    "ecs/task-definition.json": ("ecs", "RegisterTaskDefinition", lambda content: content),
    "route53/alias.json": ("route53", "ChangeResourceRecordSets", lambda content: {"HostedZoneId": "Z1", "ChangeBatch": content}),
    "s3/cors.json": ("s3", "PutBucketCors", lambda content: {"Bucket": "b", "CORSConfiguration": {"CORSRules": content}}),
}  # fmt: skip
"""For each file that is a part of a request: the service, the operation, and the whole request around it."""


@pytest.mark.parametrize("file", of("input"))
def test_input_of_an_api(file):
    service, operation, request = INPUTS[file]
    shape = botocore.session.get_session().get_service_model(service).operation_model(operation).input_shape
    report = ParamValidator().validate(request(loaded(file)), shape)
    assert report.generate_report() == ""


# ---- what CodeBuild and CodeDeploy read

PHASE = {"run-as", "on-failure", "runtime-versions", "commands", "finally"}
BUILDSPEC = {
    "version": None,
    "run-as": None,
    "env": {"shell", "variables", "parameter-store", "exported-variables", "secrets-manager", "git-credential-helper"},
    "proxy": {"upload-artifacts", "logs"},
    "batch": {"fast-fail", "build-list", "build-matrix", "build-graph", "build-fanout"},
    "phases": None,
    "reports": None,
    "artifacts": {"files", "name", "discard-paths", "base-directory", "exclude-paths", "enable-symlinks", "s3-prefix", "secondary-artifacts"},
    "cache": {"key", "fallback-keys", "action", "paths"},
}  # fmt: skip
"""The keys of AWS's build specification reference, read on 2026-11-27; phases are a fact."""


def items(facts: Facts, id_: str) -> set[str]:
    """The items of a list that is a fact."""
    return set(facts[id_].value.items)


@pytest.mark.parametrize("file", of("buildspec"))
def test_buildspec(file, facts):
    spec = yaml.safe_load(FILES[file].read_text("utf-8"))
    assert str(spec["version"]) == str(facts["codebuild.buildspec_version"].value)
    assert set(spec) <= set(BUILDSPEC)
    for key, allowed in BUILDSPEC.items():
        assert allowed is None or set(spec.get(key, ())) <= allowed
    assert set(spec["phases"]) <= items(facts, "codebuild.phases")
    for phase in spec["phases"].values():
        assert set(phase) <= PHASE
        assert all(isinstance(command, str) for name in ("commands", "finally") for command in phase.get(name, ()))


@pytest.mark.parametrize("file", of("appspec"))
def test_appspec(file, facts):
    spec = yaml.safe_load(FILES[file].read_text("utf-8"))
    platform = Path(file).parent.name
    assert spec["version"] == 0.0
    if platform == "server":
        assert set(spec) <= {"version", "os", "files", "permissions", "hooks", "file_exists_behavior"}
        assert spec["os"] in ("linux", "windows")
        longest = facts["codedeploy.hook_timeout_max"].value.number
        for hook, scripts in spec["hooks"].items():
            assert hook in items(facts, "codedeploy.hooks_server")
            assert all(set(script) <= {"location", "timeout", "runas"} for script in scripts)
            assert sum(script.get("timeout", 0) for script in scripts) <= longest
        return
    assert set(spec) <= {"version", "Resources", "Hooks"}
    for hook in spec["Hooks"]:
        assert set(hook) <= items(facts, f"codedeploy.hooks_{platform}")
    ((resource,),) = (each.values() for each in spec["Resources"])
    wanted = {
        "lambda": ("AWS::Lambda::Function", {"Name", "Alias", "CurrentVersion", "TargetVersion"}),
        "ecs": ("AWS::ECS::Service", {"TaskDefinition", "LoadBalancerInfo"}),
    }[platform]
    assert (resource["Type"], set(resource["Properties"])) == wanted
