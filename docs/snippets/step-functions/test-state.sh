aws stepfunctions test-state \
  --state-name "Charge" --definition file://checkout.asl.json \
  --input '{"id": "17"}' \
  --mock '{"errorOutput": {"error": "Lambda.TooManyRequestsException", "cause": "test"}}' \
  --state-configuration '{"retrierRetryCount": 1}'
