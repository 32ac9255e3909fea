from urllib.parse import unquote_plus


def handler(event, context):
    found = []
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])   # a blank comes as +
        found.append((bucket, key))
    return found
