import boto3

s3 = boto3.client("s3")


def form(user, name):
    return s3.generate_presigned_post(
        "amzn-s3-demo-bucket",
        f"incoming/{user}/{name}",
        Conditions=[["content-length-range", 1, 10_000_000], ["starts-with", "$Content-Type", "image/"]],
        ExpiresIn=300,
    )
