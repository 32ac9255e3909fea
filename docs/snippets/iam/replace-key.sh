aws iam create-access-key --user-name backup-tool
aws iam get-access-key-last-used --access-key-id AKIAIOSFODNN7EXAMPLE
aws iam update-access-key --user-name backup-tool \
  --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive
aws iam delete-access-key --user-name backup-tool \
  --access-key-id AKIAIOSFODNN7EXAMPLE
