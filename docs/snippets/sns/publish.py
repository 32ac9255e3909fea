import json
import boto3

boto3.client("sns").publish(
    TopicArn=topic,
    Message=json.dumps({"orderId": "A-17", "amount": 42}),
    MessageAttributes={"kind": {"DataType": "String", "StringValue": "placed"}},
)
