aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=DeleteTable \
  --start-time 2026-11-22 --max-items 10
