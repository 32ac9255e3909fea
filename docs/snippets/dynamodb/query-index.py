import boto3
from boto3.dynamodb.conditions import Key

orders = boto3.resource("dynamodb").Table("orders")
open_orders = orders.query(
    IndexName="by-status",
    KeyConditionExpression=Key("status").eq("open"),
)["Items"]
