"""Where the links of built pages lead."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit


def target(path: str, address: str, base: str) -> tuple[str, str] | None:
    """The file and anchor that a link on a page leads to, or None when it leads out of the site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # brackets that are no address
        return None
    if parts.scheme or parts.netloc:
        return None
    link = unquote(parts.path)
    if link.startswith("/"):
        if not link.startswith(base):
            return (link, unquote(parts.fragment))
        joined = PurePosixPath(link[len(base) :])
    else:
        joined = PurePosixPath(path).parent / link if link else PurePosixPath(path)
    clean: list[str] = []
    for part in joined.parts:
        if part == "..":
            if not clean:
                return (f"../{joined.name}", unquote(parts.fragment))
            clean.pop()
        elif part not in (".", "/"):
            clean.append(part)
    file = "/".join(clean)
    if not link.endswith("/") and file and "." in clean[-1]:
        return file, unquote(parts.fragment)
    return (f"{file}/index.html" if file else "index.html"), unquote(parts.fragment)
