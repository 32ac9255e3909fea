aws iam simulate-principal-policy \
  --policy-source-arn arn:aws:iam::123456789012:role/app-orders \
  --action-names dynamodb:PutItem dynamodb:DeleteTable \
  --resource-arns arn:aws:dynamodb:eu-central-1:123456789012:table/orders \
  --query 'EvaluationResults[].[EvalActionName,EvalDecision]' --output text
