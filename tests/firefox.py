"""The system's Firefox without a window, driven by WebDriver BiDi, which it speaks itself."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

_PREFERENCES = {
    "network.proxy.type": 1,  # whatever asks for the network gets no answer
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
}
_SECONDS = 60


class Tab:
    """One tab: goes to an address, runs scripts, gets keys. `wrong` has requests to elsewhere, and errors."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self.wrong: list[str] = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._context = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to a command; what is told meanwhile is kept."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=_SECONDS))
            if message.get("id") == self._number:
                assert message["type"] == "success", f"{method}: {message.get('message')}"
                return message["result"]
            self._hear(message)

    def _hear(self, message: dict[str, Any]) -> None:
        told = message.get("params", {})
        if message.get("method") == "log.entryAdded" and told["level"] == "error":
            self.wrong.append(f"{told['type']}: {told['text']}")
        if message.get("method") == "network.beforeRequestSent":
            url = told["request"]["url"]
            if not url.startswith(("file:", "data:", "blob:", "about:")):
                self.wrong.append(f"asks {url}")

    def go(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self.ask("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page, which may wait."""
        found = self.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify({script}))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found
        return json.loads(found["result"].get("value", "null"))

    def click(self, selector: str) -> None:
        """Click in the middle of an element that is in view."""
        x, y = self.evaluate(
            f"(({{ left, top, width, height }}) => [left + width / 2, top + height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        pointer = {"type": "pointer", "id": "mouse", "actions": [move, *press]}
        self.ask("input.performActions", context=self._context, actions=[pointer])
        # A window that nobody sees never has the focus: what is clicked becomes active, but pages do not hear of it.
        self.evaluate(
            "document.hasFocus() || ['focus', 'focusin'].map((name) => "
            "document.activeElement.dispatchEvent(new FocusEvent(name, { bubbles: name === 'focusin' })))"
        )

    def type(self, text: str) -> None:
        """Press keys."""
        keys = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        self.ask(
            "input.performActions", context=self._context, actions=[{"type": "key", "id": "keys", "actions": keys}]
        )


@contextlib.contextmanager
def firefox(profile: Path) -> Iterator[Tab]:
    """A tab of a Firefox that starts with an empty profile in a folder, and ends with this."""
    names = [os.environ.get("FIREFOX"), "firefox-esr", "firefox"]
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    assert program, "no Firefox: run make test, which installs it, or name it: make test FIREFOX=…"
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    log = profile / "log"
    with log.open("w") as out:
        running = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
            stdout=out,
            stderr=out,
            env=os.environ | {"HOME": str(profile), "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"},
        )
    try:
        with connect(f"{_address(log)}/session", max_size=None, open_timeout=_SECONDS) as socket:
            yield Tab(socket)
    finally:
        running.terminate()
        running.wait(_SECONDS)


def _address(log: Path) -> str:
    """Where it listens, as it says itself."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text("utf-8", errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"Firefox does not listen: {log.read_text('utf-8', errors='replace')[-500:]}")
