import boto3

s3 = boto3.client("s3")
post = s3.generate_presigned_post(
    "amzn-s3-demo-bucket", "photos/4711.png",
    Conditions=[["content-length-range", 1, 10_000_000]], ExpiresIn=300,
)
# post["url"] and post["fields"] go into the form; this way you can limit the size
