"""Services: what each is, where its page stands, and whether AWS still offers it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factbook.facts import PartialDate, Place, Problem, closest
from factbook.facts.disk import read_mapping
from factbook.facts.strict_yaml import Mapping, Scalar, Sequence

FILE = "data/services.yaml"
RULE = "service"

AREAS = {
    "compute": "Compute",
    "containers": "Containers",
    "storage": "Storage",
    "database": "Databases",
    "networking": "Networking and APIs",
    "integration": "Application integration",
    "analytics": "Streams and analytics",
    "security": "Security and identity",
    "devtools": "Developer tools",
    "management": "Management and monitoring",
    "ai": "Artificial intelligence",
    "exam": "The exam",
}
"""The areas that services are grouped by: the folder below docs/, and its name."""

STATUSES = {
    "active": "Active",
    "closed_to_new_customers": "Closed to new customers",
    "renamed": "Renamed",
    "ended": "Ended",
}
"""What can be said of a service's life."""

FIELDS = {
    "name": "AWS's full name for it",
    "area": "where it belongs: " + ", ".join(AREAS),
    "page": "its page below docs/",
    "status": "one of " + ", ".join(STATUSES),
    "summary": "what it is, in one line of ours",
    "former_names": "what it was called before, as a list",
    "status_since": "since when the status holds: YYYY, YYYY-MM or YYYY-MM-DD",
    "status_source": "AWS's page that says so",
    "status_note": "what the status means for the reader, in one sentence",
}
NEEDED = ("name", "area", "page", "status", "summary")


@dataclass(frozen=True, slots=True)
class Service:
    """One entry of data/services.yaml. `page` is below docs/; `status` a key of STATUSES."""

    id: str
    name: str
    area: str
    page: str
    status: str
    summary: str
    place: Place
    former_names: tuple[str, ...] = ()
    status_since: PartialDate | None = None
    status_source: str = ""
    status_note: str = ""

    @property
    def short_name(self) -> str:
        """The name without AWS's or Amazon's before it, as it is said."""
        return self.name.removeprefix("AWS ").removeprefix("Amazon ")


def load(root: Path) -> tuple[dict[str, Service], list[Problem], dict[str, str]]:
    """The services by id, what is wrong with their file, and the file's text by its path."""
    tree, problems, texts = read_mapping(root, FILE)
    services = {}
    for id_, node in tree.entries.items():
        before = len(problems)
        fields = _fields(id_, tree.keys[id_], node, problems)
        if len(problems) == before:
            services[id_] = Service(id=id_, place=tree.keys[id_], **fields)
    return services, problems, texts


def _fields(id_: str, place: Place, node: object, problems: list[Problem]) -> dict:
    def refuse(where: Place, what: str, hint: str) -> None:
        problems.append(Problem(where, what, hint, RULE))

    fields: dict = {}
    if not isinstance(node, Mapping):
        refuse(place, f"{id_!r} has no fields", "write name, area, page, status and summary below it")
        return fields
    for name in NEEDED:
        if name not in node.entries:
            refuse(place, f"{id_!r} has no {name!r}", f"add it: {FIELDS[name]}")
    for name, part in node.entries.items():
        if name not in FIELDS:
            near = closest(name, list(FIELDS))
            refuse(
                node.keys[name],
                f"unknown field {name!r}",
                f"did you mean {near!r}?" if near else "one of " + ", ".join(FIELDS),
            )
        elif name == "former_names":
            if isinstance(part, Sequence) and all(isinstance(item, Scalar) for item in part.items):
                fields[name] = tuple(item.text for item in part.items)
            else:
                refuse(part.place, "former_names is not a list of names", "write [first, second]")
        elif not isinstance(part, Scalar) or not part.text.strip():
            refuse(part.place, f"{name!r} is not a text", f"write {FIELDS[name]}")
        elif name == "status_since":
            try:
                fields[name] = PartialDate.read(part.text)
            except ValueError:
                refuse(part.place, f"{part.text!r} is no date", "write YYYY, YYYY-MM or YYYY-MM-DD")
        else:
            fields[name] = part.text
            known = {"area": AREAS, "status": STATUSES}.get(name)
            if known and part.text not in known:
                near = closest(part.text, list(known))
                refuse(
                    part.place,
                    f"{name} {part.text!r}",
                    f"did you mean {near!r}?" if near else "one of " + ", ".join(known),
                )
    return fields
