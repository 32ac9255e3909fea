images=/aws/service/ami-amazon-linux-latest
aws ec2 run-instances --instance-type t4g.small \
  --image-id resolve:ssm:$images/al2023-ami-kernel-default-arm64 \
  --iam-instance-profile Name=web \
  --security-group-ids sg-0123456789abcdef0 \
  --metadata-options HttpTokens=required \
  --user-data file://setup.sh
