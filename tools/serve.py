"""Preview the site with live reload; started by `make serve`.

The server, tools/preview.py, shows every edit to a note, a fact or the theme. It
keeps Python code in memory, so it is started again here when code changes; and it
ends when there is a mistake before it has shown anything, so it is started again
at the edit that mends it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("factbook", "macros", "tools")
TEXT = ("docs", "data", "overrides", "mkdocs.yml")
SECONDS_BETWEEN_LOOKS = 0.5


def main(address: str) -> None:
    """Run the preview at an address such as `127.0.0.1:8000`, until interrupted."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the server ends with us
    print(f"serve: http://{address}/ when the first build is done; Ctrl+C ends it", flush=True)
    while True:
        server = start(address)
        try:
            wait_for_reason_to_restart(server)
        finally:
            server.terminate()
            server.wait()


def start(address: str) -> subprocess.Popen:
    """The server, running."""
    command = [sys.executable, "tools/preview.py", address]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


def wait_for_reason_to_restart(server: subprocess.Popen) -> None:
    """Return when code has changed or, once the server has ended, when anything has."""
    before = times(CODE)
    while server.poll() is None:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        if times(CODE) != before:
            print("serve: code has changed, starting again", flush=True)
            return

    print("serve: stopped by the mistake above; starts again at your next edit", flush=True)
    before = times(CODE + TEXT)
    while times(CODE + TEXT) == before:
        time.sleep(SECONDS_BETWEEN_LOOKS)


def times(names: tuple[str, ...]) -> dict[Path, int]:
    """When each file under these names was last written, in nanoseconds."""
    found = {}
    for name in names:
        top = ROOT / name
        for path in [top, *top.rglob("*")]:
            if "__pycache__" not in path.parts and path.is_file():
                try:
                    found[path] = path.stat().st_mtime_ns
                except FileNotFoundError:
                    continue  # removed between being listed and being looked at
    return found


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        print("\nserve: ended")
