import boto3
from boto3.session import Session


def session_in(role_arn, name):
    c = boto3.client("sts").assume_role(RoleArn=role_arn, RoleSessionName=name)["Credentials"]
    return Session(c["AccessKeyId"], c["SecretAccessKey"], c["SessionToken"])


audit = session_in("arn:aws:iam::111122223333:role/auditor", "nightly-report")
buckets = audit.client("s3").list_buckets()
