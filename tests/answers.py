"""A web server on loopback that plays the answers a reader of pages has to live with."""

from __future__ import annotations

import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

FILLER = "<p>" + "Words that make a page long enough to have been read in full, one after the other. " * 5 + "</p>"
HOST = "docs.aws.amazon.com"


def html(*parts: str) -> bytes:
    """A page with these parts in its body."""
    return f"<!doctype html><html><head><title>T</title></head><body>{''.join(parts)}{FILLER}</body></html>".encode()


@dataclass
class Answer:
    """What the server answers: `length` is what it claims, where that is not the truth; `hang` holds the answer back."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    hang: threading.Event | None = None


@dataclass
class Request:
    """A request as the server saw it: `others` were under way at the same time, `after` is the seconds since the last."""

    path: str
    headers: dict[str, str]
    others: int
    after: float


class Server:
    """Answers each path with its answers in turn, the last one again and again; 404 where there are none."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[Request] = []
        self.under_way = 0
        self.last = 0.0
        self.lock = threading.Lock()

    def put(self, path: str, *answers: Answer | bytes) -> str:
        """Set the answers of a path; the address as facts have it."""
        self.answers[path] = [each if isinstance(each, Answer) else Answer(each) for each in answers]
        return f"https://{HOST}{path}"

    def at(self, address: str) -> str:
        """Where an address is really asked: here, the host as first part of the path unless it is the usual one."""
        parts = urlsplit(address)
        host = "" if parts.netloc == HOST else f"/{parts.netloc}"
        return f"http://127.0.0.1:{self.port}{host}{parts.path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for a path."""
        return [request for request in self.requests if request.path == path]

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order, robots.txt left out."""
        return [request.path for request in self.requests if not request.path.endswith("/robots.txt")]


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block runs."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            now = time.monotonic()
            with server.lock:
                server.requests.append(
                    Request(self.path, dict(self.headers), server.under_way, now - server.last if server.last else 0)
                )
                server.under_way += 1
                left = server.answers.get(self.path, [Answer(b"nothing here", 404)])
                answer = left.pop(0) if len(left) > 1 else left[0]
            try:
                self.answer(answer)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the reader had enough
            finally:
                with server.lock:
                    server.under_way -= 1
                    server.last = time.monotonic()

        def answer(self, answer: Answer) -> None:
            if answer.hang:
                answer.hang.wait(10)
            if answer.status == 200 and answer.headers.get("ETag", "") == self.headers.get("If-None-Match", "none"):
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(answer.status)
            for name, value in ({"Content-Type": "text/html; charset=utf-8"} | answer.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server = Server(listening.server_port)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def zipped(body: bytes) -> Answer:
    """The same body, packed."""
    return Answer(gzip.compress(body), headers={"Content-Encoding": "gzip"})
