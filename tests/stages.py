"""What the Python snippets find when they run: the resources in AWS (moto's, on loopback) and the names they take for
granted; and what must be true afterwards.

A stage is a function named after its snippet. It prepares, yields the names that the snippet is given, is sent the
names that the snippet has made, and looks at what happened.
"""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Callable, Generator

import boto3
import pytest

Stage = Generator[dict, dict, None]
STAGES: dict[str, Callable[[], Stage]] = {}
BUCKET = "amzn-s3-demo-bucket"


def stage(file: str) -> Callable[[Callable[[], Stage]], Callable[[], Stage]]:
    """Sign a function as the stage of a snippet."""

    def signed(function: Callable[[], Stage]) -> Callable[[], Stage]:
        STAGES[file] = function
        return function

    return signed


def table(name: str, key: str, *items: dict, sort: str = "", index: str = ""):
    """A table with items in it, and perhaps an index by one attribute."""
    keys = [{"AttributeName": key, "KeyType": "HASH"}]
    keys += [{"AttributeName": sort, "KeyType": "RANGE"}] if sort else []
    more = {}
    if index:
        of = [{"AttributeName": index, "KeyType": "HASH"}]
        more = {
            "GlobalSecondaryIndexes": [
                {"IndexName": f"by-{index}", "KeySchema": of, "Projection": {"ProjectionType": "ALL"}}
            ]
        }
    made = boto3.resource("dynamodb").create_table(
        TableName=name,
        KeySchema=keys,
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in (key, sort, index) if each],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )
    for item in items:
        made.put_item(Item=item)
    return made


def bucket(*keys: str, versions: bool = False):
    """The bucket that snippets use, with objects in it."""
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    if versions:
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    for key in keys:
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"x")
    return s3


@stage("api-gateway/authorizer.py")
def _() -> Stage:
    made = yield {"check": {"good": "ana"}.get}
    method = "arn:aws:execute-api:eu-central-1:123456789012:a1/prod/GET/orders"
    answer = made["handler"]({"headers": {"x-token": "good"}, "methodArn": method}, None)
    assert answer["principalId"] == "ana"
    assert answer["policyDocument"]["Statement"][0]["Resource"].endswith(":a1/prod/*")
    with pytest.raises(Exception, match="^Unauthorized$"):
        made["handler"]({"headers": {}, "methodArn": method}, None)


@stage("api-gateway/proxy-handler.py")
def _() -> Stage:
    made = yield {}
    answer = made["handler"]({"pathParameters": {"id": "42"}}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"order": "42"}


@stage("autoscaling/sessions.py")
def _() -> Stage:
    yield {"count_sessions": lambda: 17}
    assert metrics("Shop") == {"Sessions": 17}


def metrics(namespace: str) -> dict[str, float]:
    """The metrics of a namespace, with the sum of each over all time."""
    cloudwatch = boto3.client("cloudwatch")
    found = {}
    for metric in cloudwatch.list_metrics(Namespace=namespace)["Metrics"]:
        answer = cloudwatch.get_metric_statistics(
            Namespace=namespace, MetricName=metric["MetricName"], Dimensions=metric["Dimensions"],
            StartTime="2020-01-01", EndTime="2100-01-01", Period=86400, Statistics=["Sum"],
        )  # fmt: skip
        found[metric["MetricName"]] = answer["Datapoints"][0]["Sum"]
    return found


@stage("cloudwatch/own-metric.py")
def _() -> Stage:
    yield {}
    assert metrics("Shop") == {"CheckoutSeconds": 0.42}


@stage("cloudwatch-logs/structured.py")
def _() -> Stage:
    made = yield {}
    assert callable(made["log"])


@stage("codedeploy/hook.py")
def _() -> Stage:
    made = yield {"smoke_test": lambda: False}
    said = {}
    made["codedeploy"].put_lifecycle_event_hook_execution_status = lambda **arguments: said.update(arguments)
    made["handler"]({"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "e-1"}, None)
    assert said == {"deploymentId": "d-1", "lifecycleEventHookExecutionId": "e-1", "status": "Failed"}


@stage("cognito/sign-in.py")
def _() -> Stage:
    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="ana")
    cognito.admin_set_user_password(UserPoolId=pool, Username="ana", Password="Tr0ub4dor&3", Permanent=True)
    made = yield {"password": "Tr0ub4dor&3", "client_id": client}
    assert {"IdToken", "AccessToken", "RefreshToken"} <= set(made["tokens"])


@stage("dynamodb/query-pages.py")
def _() -> Stage:
    table(
        "orders", "customerId",
        {"customerId": "c-17", "orderDate": "2026-11-02", "amount": 1},
        {"customerId": "c-17", "orderDate": "2026-11-20", "amount": 2},
        {"customerId": "c-17", "orderDate": "2026-10-02", "amount": 3},
        sort="orderDate",
    )  # fmt: skip
    made = yield {}
    assert [item["orderDate"] for item in made["page"]["Items"]] == ["2026-11-20", "2026-11-02"]


@stage("dynamodb/query-index.py")
def _() -> Stage:
    table("orders", "id", {"id": "1", "status": "open"}, {"id": "2", "status": "done"}, index="status")
    made = yield {}
    assert [item["id"] for item in made["open_orders"]] == ["1"]


@stage("dynamodb/optimistic-lock.py")
def _() -> Stage:
    products = table("products", "sku", {"sku": "A-100", "price": 9, "rev": 7})
    made = yield {}
    assert made["outcome"] == "changed"
    assert products.get_item(Key={"sku": "A-100"})["Item"]["rev"] == 8


@stage("dynamodb/transaction.py")
def _() -> Stage:
    orders = table("orders", "id")
    stock = table("stock", "sku", {"sku": "A-100", "pieces": 3})
    yield {}
    assert orders.get_item(Key={"id": "4711"})["Item"]["sku"] == "A-100"
    assert stock.get_item(Key={"sku": "A-100"})["Item"]["pieces"] == 2


@stage("elb/client-address.py")
def _() -> Stage:
    made = yield {}
    assert made["client_address"]({"x-forwarded-for": "1.2.3.4, 203.0.113.7"}) == "203.0.113.7"


@stage("eventbridge/put-events.py")
def _() -> Stage:
    boto3.client("events").create_event_bus(Name="shop")
    made = yield {}
    assert made["answer"]["Entries"][0]["EventId"]


@stage("lambda/batch-failures.py")
def _() -> Stage:
    def process(order: dict) -> None:
        if order["id"] == 2:
            raise ValueError

    made = yield {"process": process}
    records = [{"messageId": f"m{number}", "body": json.dumps({"id": number})} for number in (1, 2, 3)]
    assert made["handler"]({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}


@stage("lambda/only-once.py")
def _() -> Stage:
    table("seen", "id")
    made = yield {}
    assert [made["first_time"](each) for each in ("a", "b", "a")] == [True, True, False]


@stage("lambda/reuse.py")
def _() -> Stage:
    table("seen", "id", {"id": "42", "status": "new"})
    made = yield {}
    assert made["handler"]({"id": "42"}, None)["status"] == "new"
    assert made["handler"]({"id": "43"}, None) is None


@stage("rds/token-instead-of-password.py")
def _() -> Stage:
    made = yield {}
    assert "X-Amz-Signature=" in made["token"]
    assert "DBUser=app" in made["token"]


@stage("s3/claim.py")
def _() -> Stage:
    bucket()
    made = yield {}
    assert [made["claim"](BUCKET, "4711", worker) for worker in (b"one", b"two")] == [True, False]


@stage("s3/keys-of-an-event.py")
def _() -> Stage:
    made = yield {}
    record = {"s3": {"bucket": {"name": BUCKET}, "object": {"key": "a+b%C3%BC.png"}}}
    assert made["handler"]({"Records": [record]}, None) == [(BUCKET, "a bü.png")]


@stage("s3/list-all.py")
def _() -> Stage:
    bucket("invoices/1", "invoices/2", "other")
    made = yield {}
    assert made["keys"] == ["invoices/1", "invoices/2"]


@stage("s3/undelete.py")
def _() -> Stage:
    s3 = bucket("photo.png", versions=True)
    s3.delete_object(Bucket=BUCKET, Key="photo.png")
    made = yield {}
    made["undelete"](BUCKET, "photo.png")
    assert s3.get_object(Bucket=BUCKET, Key="photo.png")["Body"].read() == b"x"


@stage("s3/presign-put.py")
def _() -> Stage:
    s3 = bucket()
    made = yield {}
    request = urllib.request.Request(made["url"], b"picture", {"Content-Type": "image/png"}, method="PUT")
    assert urllib.request.urlopen(request).status == 200
    assert s3.get_object(Bucket=BUCKET, Key="photos/4711.png")["Body"].read() == b"picture"


@stage("s3/presign-form.py")
def _() -> Stage:
    bucket()
    made = yield {}
    assert made["post"]["url"].endswith(BUCKET)
    assert {"key", "policy"} <= set(made["post"]["fields"])


@stage("sdk/put-item.py")
def _() -> Stage:
    orders = table("orders", "id")
    yield {}
    assert orders.get_item(Key={"id": "42"})["Item"]["status"] == "new"


@stage("sdk/retries.py")
def _() -> Stage:
    made = yield {}
    assert made["ddb"].meta.config.retries["total_max_attempts"] == 6
    assert made["ddb"].list_tables()["TableNames"] == []


@stage("sdk/backoff.py")
def _() -> Stage:
    made = yield {}
    calls = iter([made["TemporaryError"], made["TemporaryError"], None])

    def call() -> str:
        if error := next(calls):
            raise error
        return "done"

    assert made["with_backoff"](call, base=0.001) == "done"
    assert next(calls, "all were made") == "all were made"


@stage("sdk/list-pages.py")
def _() -> Stage:
    bucket("a", "b")
    made = yield {}
    assert made["obj"]["Key"] == "b"


@stage("sts/assume-role.py")
def _() -> Stage:
    bucket()
    made = yield {}
    assert made["answer"]["AssumedRoleUser"]["Arn"].endswith("assumed-role/auditor/anna")
    assert made["s3"].list_buckets()["Buckets"] == []  # the role is of another account, which has no bucket


@stage("dynamodb/apply-in-order.py")
def _() -> Stage:
    balances = table("balances", "account")
    made = yield {}
    for sequence, amount in ((1, 10), (2, 5), (2, 5), (1, 10)):
        made["apply"]({"account": "a", "sequence": sequence, "amount": amount})
    assert balances.get_item(Key={"account": "a"})["Item"]["balance"] == 15


@stage("dynamodb/place-once.py")
def _() -> Stage:
    table("orders", "id")
    made = yield {}
    assert [made["place"]({"id": "42"}) for _ in range(2)] == ["placed", "was there already"]


@stage("kinesis/put-all.py")
def _() -> Stage:
    kinesis = boto3.client("kinesis")
    kinesis.create_stream(StreamName="clicks", ShardCount=1)
    made = yield {}
    made["put_all"]("clicks", [{"Data": b"one", "PartitionKey": "a"}, {"Data": b"two", "PartitionKey": "a"}])
    (shard,) = kinesis.list_shards(StreamName="clicks")["Shards"]
    start = kinesis.get_shard_iterator(StreamName="clicks", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    records = kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]
    assert [record["Data"] for record in records] == [b"one", b"two"]


@stage("kinesis/handler.py")
def _() -> Stage:
    seen = []

    def process(click: dict) -> None:
        if click["id"] == 2:
            raise ValueError
        seen.append(click["id"])

    made = yield {"process": process}
    data = [base64.b64encode(json.dumps({"id": number}).encode()).decode() for number in (1, 2, 3)]
    records = [{"kinesis": {"data": each, "sequenceNumber": f"s{number}"}} for number, each in enumerate(data, 1)]
    assert made["handler"]({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "s2"}]}
    assert seen == [1]


def key(alias: str) -> None:
    """A KMS key under an alias."""
    kms = boto3.client("kms")
    kms.create_alias(AliasName=alias, TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])


@stage("kms/envelope.py")
def _() -> Stage:
    key("alias/orders")
    made = yield {}
    assert made["text"] == b"a long document"
    assert b"a long document" not in made["sealed"]


@stage("kms/seal-a-field.py")
def _() -> Stage:
    key("alias/customers")
    made = yield {}
    assert made["unseal"](made["seal"]("DE02")) == "DE02"


@stage("lambda/tumbling-window.py")
def _() -> Stage:
    saved = []
    made = yield {"save": lambda *what: saved.append(what)}
    event = {
        "shardId": "s",
        "window": {"start": "09:00"},
        "Records": [1, 2],
        "state": {},
        "isFinalInvokeForWindow": False,
    }
    answer = made["handler"](event, None)
    assert made["handler"]({**event, **answer, "isFinalInvokeForWindow": True}, None) == {}
    assert saved == [("s", "09:00", 4)]


@stage("s3/form-for-user.py")
def _() -> Stage:
    bucket()
    made = yield {}
    assert made["form"]("anna", "1.png")["fields"]["key"] == "incoming/anna/1.png"


@stage("s3/link-for-user.py")
def _() -> Stage:
    bucket("anna/4711.pdf")
    made = yield {}
    answer = urllib.request.urlopen(made["link"]("anna", "4711"))
    assert answer.read() == b"x"
    assert answer.headers["Content-Disposition"] == "attachment"


@stage("sdk/breaker.py")
def _() -> Stage:
    made = yield {}
    breaker = made["Breaker"](failures=2)
    calls = []

    def fails() -> None:
        calls.append(1)
        raise OSError

    for error in (OSError, OSError, RuntimeError, RuntimeError):
        with pytest.raises(error):
            breaker.call(fails)
    assert len(calls) == 2


@stage("secrets-manager/read.py")
def _() -> Stage:
    boto3.client("secretsmanager").create_secret(Name="shop/prod/db", SecretString='{"user": "app"}')
    made = yield {}
    assert made["credentials"]() == {"user": "app"}


@stage("sns/publish.py")
def _() -> Stage:
    topic = boto3.client("sns").create_topic(Name="placed")["TopicArn"]
    queue = boto3.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    arn = "arn:aws:sqs:eu-central-1:123456789012:orders"
    boto3.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    yield {"topic": topic}
    (message,) = boto3.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert json.loads(json.loads(message["Body"])["Message"]) == {"orderId": "A-17", "amount": 42}


@stage("sqs/work.py")
def _() -> Stage:
    queue = boto3.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    done = []
    yield {"queue": queue, "work_on": done.append}
    assert done == ['{"orderId": "A-17"}']
    counted = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert counted["ApproximateNumberOfMessages"] == counted["ApproximateNumberOfMessagesNotVisible"] == "0"


@stage("step-functions/answer.py")
def _() -> Stage:
    made = yield {}
    said = {}
    made["sfn"].send_task_success = lambda **arguments: said.update(arguments)
    made["approve"]("token", "anna")
    assert said == {"taskToken": "token", "output": '{"approvedBy": "anna"}'}


@stage("sts/session-in.py")
def _() -> Stage:
    made = yield {}
    assert made["buckets"]["Buckets"] == []
    assert made["audit"].client("sts").get_caller_identity()["Arn"].endswith("auditor/nightly-report")
