# not run: --cli-binary-format is an option of version 2 of the CLI, and the tests have version 1
aws lambda invoke --function-name orders:live \
  --cli-binary-format raw-in-base64-out --payload '{"id": "42"}' answer.json
