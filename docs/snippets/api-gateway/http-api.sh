aws apigatewayv2 create-api --name orders --protocol-type HTTP \
  --target arn:aws:lambda:us-east-1:123456789012:function:orders
