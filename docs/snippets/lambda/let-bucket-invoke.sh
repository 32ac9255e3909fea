aws lambda add-permission --function-name thumbnails --statement-id from-bucket \
  --action lambda:InvokeFunction --principal s3.amazonaws.com \
  --source-arn arn:aws:s3:::amzn-s3-demo-bucket --source-account 111122223333
