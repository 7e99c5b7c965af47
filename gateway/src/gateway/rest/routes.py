"""The routes of the REST interface, built from the contracts at start."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.contract.methods import HttpBinding, Method, UnservableContractError
from gateway.contract.path_template import PathDecodingError, RawPath
from gateway.rest.refusals import no_such_route, path_not_decodable, verb_not_allowed


@dataclass(frozen=True)
class Route:
    """One way to call a method."""

    method: Method
    binding: HttpBinding


@dataclass(frozen=True)
class Found:
    """The route of a request and the fields that its path fills."""

    route: Route
    variables: Mapping[str, str]


class Routes:
    """Finds the route of a request. Fixed words win over variables."""

    def __init__(self, methods: Iterable[Method]) -> None:
        self.by_shape: dict[str, dict[str, Route]] = defaultdict(dict)
        for method in methods:
            for binding in method.bindings:
                self.add(Route(method, binding))
        self.ordered = sorted(
            self.by_shape.values(),
            key=lambda routes: next(iter(routes.values())).binding.template.precedence,
        )

    def add(self, route: Route) -> None:
        """Adds a route; refuses a second one of the same form, which nobody could reach."""
        routes = self.by_shape[route.binding.template.shape]
        taken = routes.setdefault(route.binding.verb, route)
        if taken is not route:
            raise UnservableContractError(
                f"{route.method.full_name} and {taken.method.full_name} have the same route"
            )

    def all(self) -> Iterable[Route]:
        """Every route, in the order of the contracts."""
        for routes in self.by_shape.values():
            yield from routes.values()

    def find(self, verb: str, raw_path: bytes) -> Found:
        """Finds the route of a request; HEAD is answered by GET.

        Raises `Problem`: 404 for an unknown path, 405 for a known one with another HTTP method,
        400 for a path that cannot be decoded.
        """
        path = parsed(raw_path)
        wanted = "GET" if verb == "HEAD" else verb
        matching = self.matching(path)
        for routes in matching:
            if wanted in routes:
                return Found(routes[wanted], variables_of(routes[wanted], path))
        if not matching:
            raise no_such_route()
        raise verb_not_allowed(allowed_by(matching))

    def allowed(self, raw_path: bytes) -> str:
        """The HTTP methods of a path, as the Allow header lists them. Raises as `find` does."""
        matching = self.matching(parsed(raw_path))
        if not matching:
            raise no_such_route()
        return allowed_by(matching)

    def matching(self, path: RawPath) -> list[dict[str, Route]]:
        """The routes of every template that the path fits, the most precise first."""
        return [
            routes
            for routes in self.ordered
            if next(iter(routes.values())).binding.template.fits(path)
        ]


def parsed(raw_path: bytes) -> RawPath:
    """The path in parts; raises `Problem` (400) where it is not ASCII."""
    try:
        return RawPath.parse(raw_path)
    except PathDecodingError as problem:
        raise path_not_decodable() from problem


def variables_of(route: Route, path: RawPath) -> Mapping[str, str]:
    """The fields that the path fills; raises `Problem` (400) where one cannot be decoded."""
    try:
        return route.binding.template.values_in(path)
    except PathDecodingError as problem:
        raise path_not_decodable() from problem


def allowed_by(matching: list[dict[str, Route]]) -> str:
    """The HTTP methods of a path: those of its routes, HEAD beside GET, and OPTIONS."""
    verbs = {verb for routes in matching for verb in routes}
    if "GET" in verbs:
        verbs.add("HEAD")
    return ", ".join(sorted(verbs | {"OPTIONS"}))
