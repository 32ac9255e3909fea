aws sts assume-role-with-web-identity \
  --role-arn arn:aws:iam::123456789012:role/app-user --role-session-name user-42 \
  --web-identity-token file://token.jwt --no-sign-request
