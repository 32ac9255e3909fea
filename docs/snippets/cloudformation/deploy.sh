aws cloudformation deploy --stack-name orders-dev --template-file template.yaml \
  --parameter-overrides Env=dev --capabilities CAPABILITY_NAMED_IAM
