aws ec2 authorize-security-group-ingress --group-id sg-0123456789abcdef0 \
  --protocol tcp --port 5432 --source-group sg-0fedcba9876543210
