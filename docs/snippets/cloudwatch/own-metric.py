import boto3

boto3.client("cloudwatch").put_metric_data(
    Namespace="Shop",
    MetricData=[{
        "MetricName": "CheckoutSeconds",
        "Dimensions": [{"Name": "Stage", "Value": "prod"}],
        "Value": 0.42,
        "Unit": "Seconds",
        "StorageResolution": 60,          # 1 for high resolution
    }],
)
