aws stepfunctions redrive-execution \
  --execution-arn arn:aws:states:eu-central-1:123456789012:execution:checkout:order-17
