aws secretsmanager rotate-secret --secret-id shop/prod/api-key \
  --rotation-lambda-arn arn:aws:lambda:eu-central-1:111122223333:function:rotate-api-key \
  --rotation-rules '{"ScheduleExpression": "cron(0 3 ? * SUN *)", "Duration": "2h"}'
