"""The errors of services, held against botocore's models."""

from __future__ import annotations

from dataclasses import replace

from factbook.errors import Error
from factbook.facts import Place
from factbook.witness import errors
from factbook.witness.api_models import Models
from tests.projects import run, written

MODELS = Models()
PAGE = "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"
THROTTLED = Error(
    service="lambda",
    code="TooManyRequestsException",
    status=429,
    means="Throttled.",
    retry="backoff",
    do="Wait.",
    source=PAGE,
    place=Place("data/errors.yaml", 2, 3),
    model="lambda",
)


def said_of(**changes: object) -> list[str]:
    return [problem.what for problem in errors.ask([replace(THROTTLED, **changes)], MODELS)]


def test_an_error_as_the_model_says_is_not_spoken_of():
    assert said_of() == []
    assert said_of(source="https://docs.aws.amazon.com/lambda/latest/dg/limits.html") == []


def test_what_the_model_says_otherwise_is_told():
    assert said_of(code="TooManyException") == ["botocore's lambda has no error 'TooManyException'"]
    assert said_of(status=400) == ["TooManyRequestsException has status 429, not 400"]
    assert said_of(model="lamda") == ["botocore knows no service 'lamda'"]
    assert said_of(code="CodeStorageExceededException", status=400) == [
        "Invoke of botocore's lambda does not list CodeStorageExceededException"
    ]


def test_a_protocol_in_json_has_two_statuses_unless_the_model_names_one():
    page = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html"
    table = {"service": "dynamodb", "model": "dynamodb", "source": page}
    assert said_of(**table, code="ConditionalCheckFailedException", status=400) == []
    assert said_of(**table, code="ConditionalCheckFailedException", status=409) == [
        "ConditionalCheckFailedException has status 400, not 409"
    ]
    assert said_of(**table, code="InternalServerError", status=500) == []
    assert said_of(**table, code="InternalServerError", status=400) == ["InternalServerError has status 500, not 400"]


def test_the_code_that_is_sent_stands_for_the_shape():
    page = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html"
    assert said_of(model="iam", code="DeleteConflict", status=409, source=page) == []


def test_verify_fails_when_an_error_is_not_as_the_model_says(tmp_path):
    entry = "TooManyRequestsException: {{status: {}, means: a, retry: backoff, do: b, source: {}, model: lambda}}\n"
    project = written(
        tmp_path, {"data/facts/lambda.yaml": "", "data/errors.yaml": "lambda:\n  " + entry.format(429, PAGE)}
    )
    good = run(project, "verify")
    assert (good.returncode, good.stdout.splitlines()[-1]) == (0, "1 errors asked: 1 as the models say")
    written(tmp_path, {"data/errors.yaml": "lambda:\n  " + entry.format(400, PAGE)})
    bad = run(project, "verify")
    assert bad.returncode == 1
    assert "data/errors.yaml:2:3: TooManyRequestsException has status 429, not 400" in bad.stdout
