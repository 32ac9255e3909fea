import boto3
from boto3.dynamodb.conditions import Key

orders = boto3.resource("dynamodb").Table("orders")

request = dict(
    KeyConditionExpression=Key("customerId").eq("c-17")
    & Key("orderDate").begins_with("2026-11"),
    ProjectionExpression="orderDate, amount",
    ScanIndexForward=False,              # the latest first
)
while True:
    page = orders.query(**request)
    for order in page["Items"]:
        print(order)
    if "LastEvaluatedKey" not in page:   # the only sign of the end
        break
    request["ExclusiveStartKey"] = page["LastEvaluatedKey"]
