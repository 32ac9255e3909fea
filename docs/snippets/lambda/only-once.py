import os
import time

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SEEN"])


def first_time(event_id, keep=86_400):
    """True once for each id; the table's time to live removes old ones."""
    try:
        table.put_item(
            Item={"id": event_id, "expires": int(time.time()) + keep},
            ConditionExpression="attribute_not_exists(id)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True
