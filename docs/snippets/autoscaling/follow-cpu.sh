aws autoscaling put-scaling-policy --auto-scaling-group-name web \
  --policy-name cpu --policy-type TargetTrackingScaling \
  --target-tracking-configuration '{
    "TargetValue": 50,
    "PredefinedMetricSpecification": {
      "PredefinedMetricType": "ASGAverageCPUUtilization"
    }
  }'
