import boto3

rds = boto3.client("rds")
token = rds.generate_db_auth_token(  # computed here, without a call to AWS
    DBHostname="shop.abc123xyz.us-east-1.rds.amazonaws.com",
    Port=5432, DBUsername="app")
