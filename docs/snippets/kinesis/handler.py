import base64
import json


def handler(event, context):
    for record in event["Records"]:
        try:
            process(json.loads(base64.b64decode(record["kinesis"]["data"])))
        except Exception:
            return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]}
    return {"batchItemFailures": []}
