"""The site's own settings, from mkdocs.yml: its name, what it is, and its address."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from factbook.navigation import FILE


class NoAddress(ValueError):
    """The settings name no site_url, without which nothing can be published; says so."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`url` is the site's address, with a slash at its end."""

    name: str
    description: str
    url: str


def parse(text: str) -> Settings:
    """The settings in the text of mkdocs.yml. Raises NoAddress when they have no https or http address."""
    try:
        read = yaml.safe_load(text)
    except yaml.YAMLError:
        read = None
    values = read if isinstance(read, dict) else {}
    url = str(values.get("site_url") or "")
    if not url.startswith(("https://", "http://")):
        raise NoAddress(f"{FILE} has no site_url: write the site's address there")
    return Settings(
        name=str(values.get("site_name") or ""),
        description=" ".join(str(values.get("site_description") or "").split()),
        url=url if url.endswith("/") else url + "/",
    )
