import json
import boto3

answer = boto3.client("events").put_events(Entries=[{
    "EventBusName": "shop",
    "Source": "com.example.orders",
    "DetailType": "OrderPlaced",
    "Detail": json.dumps({"orderId": "A-17", "amount": 42}),
}])
if answer["FailedEntryCount"]:
    raise RuntimeError(answer["Entries"])      # some may have failed: send these again
