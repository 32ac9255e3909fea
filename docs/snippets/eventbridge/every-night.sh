aws scheduler create-schedule --name nightly-report \
  --schedule-expression "cron(0 2 * * ? *)" --schedule-expression-timezone Europe/Berlin \
  --flexible-time-window Mode=OFF --action-after-completion NONE \
  --target '{"Arn":"arn:aws:lambda:eu-central-1:123456789012:function:report","RoleArn":"arn:aws:iam::123456789012:role/scheduler"}'
