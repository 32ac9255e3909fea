aws cloudformation create-change-set --stack-name orders-prod --change-set-name v42 \
  --template-body file://template.yaml --capabilities CAPABILITY_IAM
aws cloudformation wait change-set-create-complete --stack-name orders-prod --change-set-name v42
aws cloudformation describe-change-set --stack-name orders-prod --change-set-name v42
aws cloudformation execute-change-set --stack-name orders-prod --change-set-name v42
