import boto3

s3 = boto3.client("s3")


def claim(bucket, job, worker):
    """True for the first worker that asks, False for all others."""
    try:
        s3.put_object(Bucket=bucket, Key=f"jobs/{job}/claim", Body=worker, IfNoneMatch="*")
    except s3.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "PreconditionFailed":    # 412: somebody was first
            raise
        return False
    return True
