aws logs put-metric-filter --log-group-name /shop/prod/orders --filter-name errors \
  --filter-pattern '{ $.level = "ERROR" }' \
  --metric-transformations metricName=Errors,metricNamespace=Shop,metricValue=1,defaultValue=0
