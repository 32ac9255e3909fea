import time


class Breaker:
    def __init__(self, failures=5, pause=30):
        self.limit, self.pause, self.count, self.until = failures, pause, 0, 0.0

    def call(self, function):
        if time.monotonic() < self.until:
            raise RuntimeError("open: not even trying")
        try:
            result = function()
        except Exception:
            self.count += 1
            if self.count >= self.limit:
                self.until = time.monotonic() + self.pause
            raise
        self.count = 0
        return result
