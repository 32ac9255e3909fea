def handler(event, context):
    user = check(event["headers"].get("x-token"))   # your code
    if user is None:
        raise Exception("Unauthorized")             # exactly this text makes a 401
    api_and_stage = "/".join(event["methodArn"].split("/")[:2])
    return {
        "principalId": user,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{
                "Action": "execute-api:Invoke",
                "Effect": "Allow",
                "Resource": api_and_stage + "/*",   # not only this method: see below
            }],
        },
        "context": {"plan": "gold"},
    }
