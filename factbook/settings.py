"""The site's own settings, from mkdocs.yml: its name, what it is, and its address."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from factbook import yaml_nodes
from factbook.navigation import FILE
from factbook.stop import CannotRun


class NoAddress(CannotRun):
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
        found = yaml_nodes.documents(text)
    except yaml_nodes.NotYaml:
        found = []
    keys = yaml_nodes.entries(found[0] if found else None)
    values = {name: node.value for name, node in keys.items() if isinstance(node, yaml.ScalarNode)}
    url = values.get("site_url", "")
    if not url.startswith(("https://", "http://")):
        raise NoAddress(f"{FILE} has no site_url: write the site's address there")
    return Settings(
        name=values.get("site_name", ""),
        description=" ".join(values.get("site_description", "").split()),
        url=url if url.endswith("/") else url + "/",
    )
