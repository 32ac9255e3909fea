import json
import logging

logging.getLogger().setLevel("INFO")


def log(action, **fields):
    logging.info(json.dumps({"action": action, **fields}))


log("order_placed", orderId="A-17", amount=42)
