import boto3

s3 = boto3.client("s3")


def undelete(bucket, key):
    """Take away the marker that hides the object."""
    versions = s3.list_object_versions(Bucket=bucket, Prefix=key)
    for marker in versions.get("DeleteMarkers", []):
        if marker["Key"] == key and marker["IsLatest"]:
            s3.delete_object(Bucket=bucket, Key=key, VersionId=marker["VersionId"])
