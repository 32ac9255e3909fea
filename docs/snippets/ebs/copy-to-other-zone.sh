aws ec2 create-snapshot --volume-id vol-01234567890abcdef --description "before the upgrade"
aws ec2 create-volume --snapshot-id snap-0abcdef1234567890 --availability-zone us-east-1b --volume-type gp3
