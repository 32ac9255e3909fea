aws sns set-subscription-attributes --subscription-arn "$SUBSCRIPTION" \
  --attribute-name RedrivePolicy \
  --attribute-value '{"deadLetterTargetArn": "arn:aws:sqs:eu-central-1:111122223333:placed-dead"}'
