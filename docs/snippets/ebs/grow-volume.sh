aws ec2 modify-volume --volume-id vol-01234567890abcdef --size 200 --volume-type gp3
aws ec2 describe-volumes-modifications --volume-ids vol-01234567890abcdef
