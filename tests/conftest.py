"""What several tests share: the real site built by each generator, a server on loopback, and a browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.projects import real

settings.register_profile("patient", deadline=None)  # a busy machine is no mistake
settings.load_profile("patient")
expect.set_options(timeout=60_000)

ENVIRONMENT = {"SOURCE_DATE_EPOCH": str(int(time.time()))} | os.environ | {"NO_MKDOCS_2_WARNING": "1"}
"""All sites are built on the same day, even around midnight."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads the printed book runs last: it is laid out in a process of its own, beside the other tests."""
    items.sort(key=lambda item: "printed" in getattr(item, "fixturenames", ()))


def build(project: Path, generator: str = "mkdocs", **environment: str) -> Path:
    """The folder with the site of a project, built and published. Fails with the output of what went wrong."""
    site = project / f"site-{generator}"
    for arguments in (["tools/pages.py", generator, site.name], ["-m", "factbook", "publish", site.name]):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=project,
            env=ENVIRONMENT | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return site


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A copy of the real project. Not to be changed."""
    return real(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def site(project) -> Path:
    """The real site, built with MkDocs."""
    return build(project)


@pytest.fixture(scope="session")
def another_project(tmp_path_factory) -> Path:
    """A copy of the real project somewhere else, to be edited and built again."""
    return real(tmp_path_factory.mktemp("elsewhere") / "deeper")


@pytest.fixture(scope="session")
def same_site(another_project, tmp_path_factory) -> Path:
    """The real site once more: built in that other folder, by a Python that hashes otherwise, in another time zone."""
    built = build(another_project, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8")
    kept = tmp_path_factory.mktemp("same") / "site"
    shutil.copytree(built, kept)
    return kept


@pytest.fixture(scope="session")
def zensical_site(project) -> Path:
    """The real site, built with Zensical."""
    return build(project, "zensical")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a log."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which a site is served on loopback, with a slash at its end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """The address of the real site, built with MkDocs."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def zensical_address(zensical_site) -> Iterator[str]:
    """The address of the real site, built with Zensical."""
    with served(zensical_site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    assert program, "no Chromium: run make test, which installs it, or name it: make test CHROMIUM=…"
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*quiet, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        )
        yield browser
        browser.close()
