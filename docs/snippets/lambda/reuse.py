import os
import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])  # once for each environment


def handler(event, context):  # once for each event
    return table.get_item(Key={"id": event["id"]}).get("Item")
