"""Which function answers which request: the table that the route modules fill, and what a request is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    filename: str
    size: int


@dataclass(slots=True)
class Call:
    """One request: its template, what stood in its place-holders, and what it carried."""

    method: str
    route: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any = None
    raw: bytes = b""  # the body as it came, where it was JSON and nothing else
    uploads: list[Upload] = field(default_factory=list)
    authorized: bool = False

    def __getitem__(self, name: str) -> str:
        return self.params[name]

    @property
    def object(self) -> dict[str, Any]:
        """The body, where it is an object."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    body: Any = None


NOTHING = Answered(204)
Handler = Callable[["Discord", Call], Answered]
ROUTES: dict[tuple[str, str], Handler] = {}


def route(method: str, template: str) -> Callable[[Handler], Handler]:
    """Answers a route of the API. The template is the schema's own, so that both find each other."""

    def register(handler: Handler) -> Handler:
        ROUTES[method, template] = handler
        return handler

    return register


class Templates:
    """Finds the template of a path; words come before place-holders."""

    def __init__(self, templates: list[str]) -> None:
        ordered = sorted(set(templates), key=lambda one: (one.count("{"), -len(one)))
        self._patterns = [
            (one, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(one)))) for one in ordered
        ]

    def find(self, path: str) -> tuple[str, dict[str, str]] | None:
        for template, pattern in self._patterns:
            found = pattern.fullmatch(path)
            if found is not None:
                return template, found.groupdict()
        return None
