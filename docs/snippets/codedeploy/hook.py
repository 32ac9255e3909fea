import boto3

codedeploy = boto3.client("codedeploy")


def handler(event, context):
    ok = smoke_test()                                  # yours
    codedeploy.put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status="Succeeded" if ok else "Failed",
    )
