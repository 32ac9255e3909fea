aws s3api put-bucket-encryption --bucket amzn-s3-demo-bucket \
  --server-side-encryption-configuration '{"Rules": [{
    "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/orders"},
    "BucketKeyEnabled": true}]}'
