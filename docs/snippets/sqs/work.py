import boto3

sqs = boto3.client("sqs")
sqs.send_message(QueueUrl=queue, MessageBody='{"orderId": "A-17"}')

answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=20)
for message in answer.get("Messages", []):
    work_on(message["Body"])
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
