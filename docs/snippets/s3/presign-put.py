import boto3

s3 = boto3.client("s3")
url = s3.generate_presigned_url(
    "put_object",
    Params={"Bucket": "amzn-s3-demo-bucket", "Key": "photos/4711.png", "ContentType": "image/png"},
    ExpiresIn=300,
)
# the client sends PUT with exactly this Content-Type
