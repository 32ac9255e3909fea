aws s3api create-bucket --region eu-central-1 \
  --bucket orders-123456789012-eu-central-1-an --bucket-namespace account-regional \
  --create-bucket-configuration LocationConstraint=eu-central-1
