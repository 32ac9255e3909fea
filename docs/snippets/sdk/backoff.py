import random
import time


class TemporaryError(Exception):
    """Whatever your HTTP library raises when trying again may help."""


def with_backoff(call, attempts=5, base=0.1, cap=10):
    for attempt in range(attempts):
        try:
            return call()
        except TemporaryError:
            if attempt == attempts - 1:
                raise
            time.sleep(random.random() * min(cap, base * 2 ** attempt))
