aws sqs start-message-move-task \
  --source-arn arn:aws:sqs:eu-central-1:111122223333:orders-dead \
  --max-number-of-messages-per-second 10
