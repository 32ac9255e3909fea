aws sqs set-queue-attributes --queue-url "$ORDERS" --attributes \
  '{"RedrivePolicy": "{\"deadLetterTargetArn\": \"arn:aws:sqs:eu-central-1:111122223333:orders-dead\", \"maxReceiveCount\": 5}"}'
