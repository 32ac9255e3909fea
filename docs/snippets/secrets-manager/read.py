import json
import boto3

client = boto3.client("secretsmanager")


def credentials():
    answer = client.get_secret_value(SecretId="shop/prod/db")
    return json.loads(answer["SecretString"])
