# a Regional name: the certificate is in the API's Region
aws apigatewayv2 create-domain-name --domain-name api.example.com \
  --domain-name-configurations EndpointType=REGIONAL,SecurityPolicy=TLS_1_2,CertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab

# https://api.example.com/orders leads to the stage prod of this API
aws apigatewayv2 create-api-mapping --domain-name api.example.com \
  --api-mapping-key orders --api-id a1b2c3d4e5 --stage prod

# the alias record: both values on the right come from the answer of the first command
aws route53 change-resource-record-sets --hosted-zone-id Z0123456789EXAMPLE --change-batch \
  '{"Changes": [{"Action": "CREATE", "ResourceRecordSet": {"Name": "api.example.com", "Type": "A", "AliasTarget": {"DNSName": "d-numh1z56v6.execute-api.eu-central-1.amazonaws.com", "HostedZoneId": "Z0987654321EXAMPLE", "EvaluateTargetHealth": false}}}]}'

# from now on only by this name; it takes effect with the next deployment
aws apigateway update-rest-api --rest-api-id a1b2c3d4e5 \
  --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=True
aws apigateway create-deployment --rest-api-id a1b2c3d4e5 --stage-name prod
