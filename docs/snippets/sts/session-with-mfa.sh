aws sts get-session-token --token-code 123456 \
  --serial-number arn:aws:iam::123456789012:mfa/anna
