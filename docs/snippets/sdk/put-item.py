import boto3

table = boto3.resource("dynamodb", region_name="eu-central-1").Table("orders")
table.put_item(Item={"id": "42", "status": "new"})
