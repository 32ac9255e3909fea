import boto3
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table("orders")

def place(order):
    try:
        table.put_item(Item=order, ConditionExpression="attribute_not_exists(id)")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise                                       # a real failure: retry
        return "was there already"                      # the second time: fine
    return "placed"
