aws apigateway create-deployment --rest-api-id a1b2c3d4e5 --stage-name prod
