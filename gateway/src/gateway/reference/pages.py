"""The reference of the REST interface over HTTP: the document for programs, a page for people."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from chassis.values import Language, LocalizedText
from jinja2 import Environment, PackageLoader, StrictUndefined
from matrikel.access.v1 import access_pb2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.contract.comments import comment_on
from gateway.contract.methods import WHOLE_MESSAGE, HttpBinding, Method
from gateway.reference.document import openapi_document, parameters, shown_path
from gateway.reference.schemas import Schemas

WORDS = {
    "title": LocalizedText(de="Matrikel: die Schnittstelle", en="Matrikel: the interface"),
    "lead": LocalizedText(
        de="Jede Methode gibt es als REST-Aufruf und als gRPC-Methode; ihre Beschreibung ist "
        "englisch. Für Programme steht alles als OpenAPI 3.1 unter",
        en="Every method is offered as a REST call and as a gRPC method. Programs find all of it "
        "as OpenAPI 3.1 at",
    ),
    "contents": LocalizedText(de="Inhalt", en="Contents"),
    "access": LocalizedText(de="Zugang", en="Access"),
    "public": LocalizedText(de="ohne Anmeldung", en="without signing in"),
    "parameters": LocalizedText(de="Parameter", en="Parameters"),
    "body": LocalizedText(de="Inhalt (JSON)", en="Body (JSON)"),
}
RELATIONS = {
    1: LocalizedText(de="eigenes", en="own"),
    2: LocalizedText(de="zugewiesenes", en="assigned"),
    3: LocalizedText(de="alles", en="any"),
}


@dataclass(frozen=True)
class ShownMethod:
    """One route as the page lists it."""

    name: str
    full_name: str
    verb: str
    path: str
    comment: str
    public: bool
    grants: list[str]
    parameters: list[str]
    body: list[str]


@dataclass(frozen=True)
class ShownService:
    """One gRPC service and its routes."""

    name: str
    comment: str
    methods: list[ShownMethod]


class ReferencePages:
    """Everything is written once at start, as the contracts do not change while running."""

    def __init__(self, methods: Iterable[Method], address: str) -> None:
        methods = tuple(methods)
        document = openapi_document(methods, address)
        self.openapi = json.dumps(document, ensure_ascii=False).encode()
        self.stylesheet = files("gateway.reference").joinpath("static/style.css").read_bytes()
        environment = Environment(
            loader=PackageLoader("gateway.reference", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
        )
        template = environment.get_template("methods.html")
        self.pages = {
            language: template.render(
                language=language.value,
                words={name: text.in_language(language) for name, text in WORDS.items()},
                services=shown_services(methods, language),
            )
            for language in Language
        }

    async def document(self, _: Request) -> Response:
        """The OpenAPI document."""
        return Response(self.openapi, media_type="application/json")

    async def page(self, request: Request) -> Response:
        """The list of methods."""
        language = Language.preferred(request.headers.get("accept-language", ""))
        return HTMLResponse(self.pages[language], headers={"vary": "accept-language"})

    async def style(self, _: Request) -> Response:
        """The style of the page."""
        return Response(self.stylesheet, media_type="text/css")


def shown_services(methods: Iterable[Method], language: Language) -> list[ShownService]:
    """The services that have routes, in the order of the contracts."""
    reachable = [method for method in methods if method.bindings]
    grouped = groupby(reachable, key=lambda method: method.descriptor.containing_service)
    return [
        ShownService(
            name=service.name,
            comment=comment_on(service.full_name),
            methods=[
                shown_method(method, binding, language)
                for method in members
                for binding in method.bindings
            ],
        )
        for service, members in grouped
    ]


def shown_method(method: Method, binding: HttpBinding, language: Language) -> ShownMethod:
    """One route of a method."""
    in_path = binding.template.variables
    fields = method.request.DESCRIPTOR.fields
    body = [
        field.camelcase_name
        for field in fields
        if binding.body in (WHOLE_MESSAGE, field.name) and field.name not in in_path
    ]
    return ShownMethod(
        name=f"{method.descriptor.containing_service.name}.{method.descriptor.name}",
        full_name=method.full_name,
        verb=binding.verb,
        path=shown_path(method, binding),
        comment=comment_on(method.full_name),
        public=method.access.public,
        grants=[
            f"{role_words(grant.roles)} ({RELATIONS[grant.relation].in_language(language)})"
            for grant in method.access.grants
        ],
        parameters=[
            str(parameter["name"])
            for parameter in parameters(method, binding, Schemas())
            if parameter["in"] in ("path", "query")
        ],
        body=body,
    )


def role_words(roles: Iterable[access_pb2.Role.ValueType]) -> str:
    """The roles of a grant, as programs name them."""
    return ", ".join(access_pb2.Role.Name(role).removeprefix("ROLE_").lower() for role in roles)
