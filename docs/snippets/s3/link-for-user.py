import boto3
from botocore.config import Config

s3 = boto3.client("s3", region_name="eu-central-1", config=Config(signature_version="s3v4"))


def link(user, invoice):
    return s3.generate_presigned_url(
        "get_object",
        Params={
            "Bucket": "amzn-s3-demo-bucket",
            "Key": f"{user}/{invoice}.pdf",
            "ResponseContentDisposition": "attachment",
        },
        ExpiresIn=300,
    )
