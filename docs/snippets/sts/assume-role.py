import boto3

answer = boto3.client("sts").assume_role(
    RoleArn="arn:aws:iam::111122223333:role/auditor",
    RoleSessionName="anna",
)
c = answer["Credentials"]
s3 = boto3.client(
    "s3",
    aws_access_key_id=c["AccessKeyId"],
    aws_secret_access_key=c["SecretAccessKey"],
    aws_session_token=c["SessionToken"],
)
