import json


def handler(event, context):
    order = event["pathParameters"]["id"]
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"order": order}),     # a string, not an object
    }
