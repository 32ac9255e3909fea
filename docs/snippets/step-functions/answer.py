import json
import boto3

sfn = boto3.client("stepfunctions")


def approve(token, by):
    sfn.send_task_success(taskToken=token, output=json.dumps({"approvedBy": by}))


def reject(token, why):
    sfn.send_task_failure(taskToken=token, error="Rejected", cause=why)
