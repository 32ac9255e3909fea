def handler(event, context):
    state = event["state"] or {"count": 0}
    state["count"] += len(event["Records"])
    if event["isFinalInvokeForWindow"]:
        save(event["shardId"], event["window"]["start"], state["count"])
        return {}
    return {"state": state}
