import random
import time
import boto3

kinesis = boto3.client("kinesis")


def put_all(stream, records):  # each: {"Data": b"…", "PartitionKey": "…"}
    for attempt in range(6):
        answer = kinesis.put_records(StreamName=stream, Records=records)
        if not answer["FailedRecordCount"]:
            return
        records = [r for r, a in zip(records, answer["Records"]) if "ErrorCode" in a]
        time.sleep(random.random() * 0.1 * 2 ** attempt)
    raise RuntimeError(f"{len(records)} records not written")
