aws cloudwatch put-metric-alarm --alarm-name orders-errors \
  --namespace AWS/Lambda --metric-name Errors --dimensions Name=FunctionName,Value=orders \
  --statistic Sum --period 60 --evaluation-periods 5 --datapoints-to-alarm 3 \
  --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
  --treat-missing-data notBreaching \
  --alarm-actions arn:aws:sns:eu-central-1:123456789012:on-call
