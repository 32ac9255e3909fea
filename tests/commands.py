"""The AWS CLI at work on the commands of a snippet, without a network: everything but the call itself.

Run as a program, in a folder of its own: `python -m tests.commands SNIPPET …` lists the commands that each snippet's
shell makes, has the CLI parse each of them, holds the request against the API's model, and says as JSON what is wrong.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

SHELL = """
aws() { printf '%s\\0' "$@" >&3; printf '\\n\\0' >&3; }
command_not_found_handle() { :; }
source "$1"
"""
"""Bash expands the snippet as it does for people; `aws` is written down, and no other program is found."""


GIVEN = {
    "ORDERS": "https://sqs.eu-central-1.amazonaws.com/111122223333/orders",
    "SUBSCRIPTION": "arn:aws:sns:eu-central-1:111122223333:placed:6b0e71bd-7e97-4d97-80ce-4a0994e55286",
}
"""The variables that snippets take for granted."""


def commands(snippet: Path) -> list[list[str]]:
    """The arguments of each `aws` that a snippet runs."""
    with tempfile.NamedTemporaryFile() as written:
        done = subprocess.run(
            ["bash", "-eu", "-c", f"exec 3>{written.name}\n{SHELL}", "bash", str(snippet)],
            env={"PATH": "/nowhere", **GIVEN},
            executable="/bin/bash",
            capture_output=True,
            text=True,
            check=False,
        )
        words = written.read().decode().split("\0")[:-1]
    if done.returncode:
        raise ValueError(f"bash: {done.stderr.strip()}")
    found: list[list[str]] = [[]]
    for word in words:
        if word == "\n":
            found.append([])
        else:
            found[-1].append(word)
    return found[:-1]


class Cli:
    """The CLI, which does everything but the call."""

    def __init__(self) -> None:
        from awscli.clidriver import create_clidriver
        from awscli.customizations.commands import BasicCommand

        self._driver = create_clidriver()
        # The request is made and held against the API's model; then comes an answer without a network.
        answer = (SimpleNamespace(status_code=200), {"ResponseMetadata": {"HTTPStatusCode": 200}})
        self._driver.session.register("before-call", lambda **_: answer)
        self._driver.session.register("calling-command.wait", lambda **_: 0)
        families = [BasicCommand]
        for family in families:  # grows while it runs: subclasses of subclasses
            families += family.__subclasses__()
            family._run_main = lambda *_: 0

    def mistakes(self, arguments: list[str]) -> str:
        """What the CLI has to say against a command; nothing when it would send it."""
        for argument in arguments:
            for name in re.findall(r"fileb?://([\w./-]+)", argument):
                Path(name).write_text("Resources: {}\n")
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            try:
                code = self._driver.main(arguments)
            except SystemExit as end:  # an operation that there is not
                code = end.code
        return "" if code == 0 else f"{said.getvalue().strip()[:600]} (it ended with {code})"


if __name__ == "__main__":
    os.environ |= {"AWS_DEFAULT_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    cli = Cli()
    report = {}
    for snippet in sys.argv[1:]:
        found = commands(Path(snippet).resolve())
        wrong = [[" ".join(each), what] for each in found if (what := cli.mistakes(each))]
        report[snippet] = {"commands": len(found), "wrong": wrong}
    print(json.dumps(report))
