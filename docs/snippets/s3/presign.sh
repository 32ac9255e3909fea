aws s3 presign s3://amzn-s3-demo-bucket/videos/4711.mp4 --expires-in 300
