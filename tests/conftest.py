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
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.projects import real

settings.register_profile("patient", deadline=None)  # a busy machine is no mistake
settings.load_profile("patient")

ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads the printed book runs last: it is laid out in a process of its own, beside the other tests."""
    items.sort(key=lambda item: "printed" in getattr(item, "fixturenames", ()))


def build(project: Path, generator: str = "mkdocs") -> Path:
    """The folder with the site of a project, freshly built and published. Fails with the output of what went wrong."""
    site = project / f"site-{generator}"
    if generator == "mkdocs":
        command = ["mkdocs", "build", "--strict", "--site-dir", str(site)]
    else:
        (project / ".zensical.yml").write_text(f"INHERIT: mkdocs.yml\nsite_dir: {site.name}\n")
        command = ["zensical", "build", "--clean", "--config-file", ".zensical.yml"]
    for arguments in (command, ["factbook", "publish", str(site)]):
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=project,
            env=ENVIRONMENT,
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
