import boto3
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table("balances")


def apply(event):  # event: {"account": "…", "sequence": 42, "amount": 7}
    try:
        table.update_item(
            Key={"account": event["account"]},
            UpdateExpression="SET #s = :s ADD balance :a",
            ConditionExpression="attribute_not_exists(#s) OR #s < :s",
            ExpressionAttributeNames={"#s": "sequence"},
            ExpressionAttributeValues={":s": event["sequence"], ":a": event["amount"]},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise                       # anything else is a real failure: let Lambda retry
