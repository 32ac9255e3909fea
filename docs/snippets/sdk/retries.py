from botocore.config import Config
import boto3

ddb = boto3.client("dynamodb", config=Config(
    retries={"mode": "standard", "total_max_attempts": 6},
    connect_timeout=2, read_timeout=5,
))
