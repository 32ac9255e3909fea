import boto3

s3 = boto3.client("s3")
pages = s3.get_paginator("list_objects_v2").paginate(Bucket="amzn-s3-demo-bucket", Prefix="invoices/")
keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
