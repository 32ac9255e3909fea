aws secretsmanager create-secret --name shop/prod/db --secret-string file://db.json
aws secretsmanager get-secret-value --secret-id shop/prod/db --query SecretString --output text
