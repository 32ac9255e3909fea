import boto3

boto3.client("dynamodb").transact_write_items(
    ClientRequestToken="order-4711",
    TransactItems=[
        {"Put": {"TableName": "orders",
                 "Item": {"id": {"S": "4711"}, "sku": {"S": "A-100"}},
                 "ConditionExpression": "attribute_not_exists(id)"}},
        {"Update": {"TableName": "stock", "Key": {"sku": {"S": "A-100"}},
                    "UpdateExpression": "SET pieces = pieces - :one",
                    "ConditionExpression": "pieces >= :one",
                    "ExpressionAttributeValues": {":one": {"N": "1"}}}},
    ],
)
