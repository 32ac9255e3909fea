aws ec2 create-vpc-endpoint --vpc-id vpc-0123456789abcdef0 \
  --vpc-endpoint-type Interface --private-dns-enabled \
  --service-name com.amazonaws.us-east-1.secretsmanager \
  --subnet-ids subnet-0aaa0000000000aaa subnet-0bbb0000000000bbb \
  --security-group-ids sg-0123456789abcdef0
