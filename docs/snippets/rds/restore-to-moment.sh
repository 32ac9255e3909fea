aws rds restore-db-instance-to-point-in-time \
  --source-db-instance-identifier shop \
  --target-db-instance-identifier shop-restored \
  --restore-time 2026-11-22T09:15:00Z \
  --db-subnet-group-name private --db-parameter-group-name shop-postgres \
  --vpc-security-group-ids sg-0123456789abcdef0
