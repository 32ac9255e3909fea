import boto3

cloudwatch = boto3.client("cloudwatch")
cloudwatch.put_metric_data(
    Namespace="Shop",
    MetricData=[{
        "MetricName": "Sessions",
        "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "web"}],
        "Value": count_sessions(),
    }],
)
