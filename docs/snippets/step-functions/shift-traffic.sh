aws stepfunctions update-state-machine-alias --state-machine-alias-arn \
  arn:aws:states:eu-central-1:123456789012:stateMachine:checkout:live \
  --routing-configuration '[
    {"stateMachineVersionArn": "arn:aws:states:eu-central-1:123456789012:stateMachine:checkout:7", "weight": 90},
    {"stateMachineVersionArn": "arn:aws:states:eu-central-1:123456789012:stateMachine:checkout:8", "weight": 10}]'
