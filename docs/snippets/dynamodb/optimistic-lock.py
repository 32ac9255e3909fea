from decimal import Decimal

import boto3

products = boto3.resource("dynamodb").Table("products")

try:
    products.update_item(
        Key={"sku": "A-100"},
        UpdateExpression="SET price = :new, rev = :next",
        ConditionExpression="rev = :seen",   # unchanged since we read it
        ExpressionAttributeValues={
            ":new": Decimal("12.50"), ":seen": 7, ":next": 8,
        },
    )
    outcome = "changed"
except products.meta.client.exceptions.ConditionalCheckFailedException:
    outcome = "read again, decide again"
