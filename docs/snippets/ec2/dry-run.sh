aws ec2 run-instances --dry-run --image-id ami-0abcdef1234567890 --instance-type t3.micro
