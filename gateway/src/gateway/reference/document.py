"""The OpenAPI 3.1 document of the REST interface, written from the contracts."""

import re
from collections.abc import Iterable
from importlib.metadata import version

from google.protobuf.descriptor import FieldDescriptor
from matrikel.access.v1 import access_pb2

from gateway.contract.comments import comment_on
from gateway.contract.methods import WHOLE_MESSAGE, HttpBinding, Method, field_at
from gateway.contract.path_template import Wildcard
from gateway.reference.schemas import Schema, Schemas
from gateway.rest.reading import WRITTEN_AS_TEXT
from gateway.rest.writing import answers_with_content

DEEPEST_QUERY_FIELD = 3
FIRST_SENTENCE = re.compile(r"^(.+?[.!?])(\s|$)", re.DOTALL)
ERRORS = {
    "400": "The request cannot be read or is refused; the reason code says why.",
    "401": "Nobody is signed in, or the session has ended.",
    "403": "The caller's roles do not open this method.",
    "404": "There is no such thing, or it is not the caller's to see.",
    "409": "Another change came first, or the thing exists already.",
    "429": "Too many attempts; Retry-After gives the seconds to wait.",
    "500": "A fault inside; the answer carries an error id only.",
    "503": "A service cannot be reached.",
    "504": "The answer took too long.",
}


def openapi_document(methods: Iterable[Method], address: str) -> dict[str, object]:
    """The document for every method that has a route."""
    methods = [method for method in methods if method.bindings]
    schemas = Schemas()
    paths: dict[str, dict[str, object]] = {}
    for method in methods:
        for number, binding in enumerate(method.bindings):
            shown = paths.setdefault(shown_path(method, binding), {})
            shown[binding.verb.lower()] = operation(method, binding, number, schemas)
    schemas.components["Error"] = error_schema()
    services = {method.descriptor.containing_service.full_name for method in methods}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Matrikel",
            "version": version("matrikel-gateway"),
            "description": "The REST interface of the student information system. Every method "
            "is also a gRPC method of the same name. Long whole numbers are written as texts. "
            "Errors follow AIP-193: a reason code for programs, sentences in German and English "
            "for people.",
        },
        "servers": [{"url": address}],
        "tags": [
            {"name": name.rsplit(".", 1)[1], "description": comment_on(name)}
            for name in sorted(services)
        ],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "responses": {
                code: {
                    "description": text,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
                    },
                }
                for code, text in ERRORS.items()
            },
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-sid"},
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
        },
    }


def operation(method: Method, binding: HttpBinding, number: int, schemas: Schemas) -> Schema:
    """One route of a method."""
    service = method.descriptor.containing_service.name
    comment = comment_on(method.full_name)
    shown: Schema = {
        "operationId": f"{service}_{method.descriptor.name}" + (f"_{number}" if number else ""),
        "tags": [service],
        "summary": summary_of(comment),
        "description": comment,
        "parameters": parameters(method, binding, schemas),
        "responses": {"200": answer(method, binding, schemas)}
        | {code: {"$ref": f"#/components/responses/{code}"} for code in errors_of(method)},
        "security": [] if method.access.public else [{"session": []}, {"bearer": []}],
        "x-roles": sorted(roles_of(method.access)),
        "x-access": access_rule(method.access),
        "x-side-effects": method.has_side_effects,
    }
    if binding.body:
        shown["requestBody"] = request_body(method, binding, schemas)
    return shown


def shown_path(method: Method, binding: HttpBinding) -> str:
    """The path with its variables under their JSON names."""
    parts: list[str] = []
    starts = {variable.start: variable for variable in binding.template.captures}
    inside = 0
    for at, segment in enumerate(binding.template.segments):
        if at in starts:
            parts.append("{" + json_path(method, starts[at].field_path) + "}")
            inside = starts[at].end
        elif at >= inside:
            parts.append(segment.value if isinstance(segment, Wildcard) else segment)
    verb = f":{binding.template.verb}" if binding.template.verb else ""
    return "/" + "/".join(parts) + verb


def parameters(method: Method, binding: HttpBinding, schemas: Schemas) -> list[Schema]:
    """Path variables, query parameters, and the headers that the gateway understands."""
    message = method.asked
    found: list[Schema] = []
    for path in binding.template.variables:
        field = field_at(message, path.split("."))
        assert field is not None
        shown = parameter(json_path(method, path), "path", field, schemas)
        found.append(shown | {"required": True})
    if binding.body != WHOLE_MESSAGE:
        taken = {*binding.template.variables, binding.body}
        found += query_parameters(list(message.fields), "", "", taken, schemas, 1)
    if method.takes_request_id:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "format": "uuid"},
                "description": "Takes the place of requestId in the body.",
            }
        )
    found.append(
        {
            "name": "X-Request-Timeout",
            "in": "header",
            "schema": {"type": "number", "exclusiveMinimum": 0},
            "description": "How many seconds the caller waits.",
        }
    )
    return found


def query_parameters(
    fields: list[FieldDescriptor],
    json_prefix: str,
    proto_prefix: str,
    taken: set[str],
    schemas: Schemas,
    depth: int,
) -> list[Schema]:
    """The fields that path and body leave to the query, nested ones with dots."""
    found: list[Schema] = []
    for field in fields:
        path = proto_prefix + field.name
        name = json_prefix + field.camelcase_name
        if path in taken:
            continue
        message = field.message_type
        if message is None or message.full_name in WRITTEN_AS_TEXT:
            found.append(parameter(name, "query", field, schemas))
        elif not field.is_repeated and depth < DEEPEST_QUERY_FIELD:
            inner = list(message.fields)
            found += query_parameters(inner, f"{name}.", f"{path}.", taken, schemas, depth + 1)
    return found


def parameter(name: str, place: str, field: FieldDescriptor, schemas: Schemas) -> Schema:
    """One parameter."""
    schema = schemas.of_field(field)
    description = schema.pop("description", "")
    shown: Schema = {"name": name, "in": place, "schema": schema}
    return shown | {"description": description} if description else shown


def request_body(method: Method, binding: HttpBinding, schemas: Schemas) -> Schema:
    """The body: the whole message without what the path fills, or one field."""
    message = method.asked
    if binding.body == WHOLE_MESSAGE:
        in_path = set(binding.template.variables)
        fields = [field for field in message.fields if field.name not in in_path]
        # The Idempotency-Key header may give the request id instead.
        schema = schemas.of_message(message, fields, optional=frozenset({"request_id"}))
    else:
        schema = schemas.of_field(message.fields_by_name[binding.body])
    return {
        "required": bool(schema.get("required")),
        "content": {"application/json": {"schema": schema}},
    }


def answer(method: Method, binding: HttpBinding, schemas: Schemas) -> Schema:
    """The answer of a route."""
    if answers_with_content(method, binding):
        return {
            "description": "The content in its own type.",
            "headers": {"Content-Disposition": {"schema": {"type": "string"}}},
            "content": {"*/*": {}},
        }
    message = method.answered
    if binding.response_body:
        schema = schemas.of_field(message.fields_by_name[binding.response_body])
    else:
        schema = schemas.reference_to(message)
    if method.streams:
        return {
            "description": "One JSON object per line.",
            "content": {"application/x-ndjson": {"schema": schema}},
        }
    return {"description": "OK", "content": {"application/json": {"schema": schema}}}


def errors_of(method: Method) -> list[str]:
    """The errors that a method can be answered with."""
    return [code for code in ERRORS if not (method.access.public and code == "403")]


def error_schema() -> Schema:
    """The form of every error (AIP-193)."""
    return {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "status", "message", "details"],
                "properties": {
                    "code": {"type": "integer", "description": "The HTTP status."},
                    "status": {
                        "type": "string",
                        "description": "The name of the google.rpc.Code.",
                    },
                    "message": {
                        "type": "string",
                        "description": "A sentence in the language of Accept-Language.",
                    },
                    "details": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["@type"],
                            "properties": {"@type": {"type": "string"}},
                        },
                        "description": "google.rpc.ErrorInfo with the reason code, "
                        "google.rpc.LocalizedMessage in German and English, and where they apply "
                        "google.rpc.BadRequest, google.rpc.RetryInfo and the method's own details.",
                    },
                },
            }
        },
    }


def json_path(method: Method, path: str) -> str:
    """A dotted field path under JSON names."""
    names = path.split(".")
    found = (field_at(method.asked, names[: at + 1]) for at in range(len(names)))
    return ".".join(field.camelcase_name for field in found if field is not None)


def summary_of(comment: str) -> str:
    """The first sentence of a comment, on one line."""
    first = FIRST_SENTENCE.match(comment)
    return " ".join((first[1] if first else comment).split())


def roles_of(access: access_pb2.Access) -> set[str]:
    """The roles that open a method."""
    return {access_pb2.Role.Name(role) for grant in access.grants for role in grant.roles}


def access_rule(access: access_pb2.Access) -> Schema:
    """The access rule as the contract states it."""
    return {
        "public": access.public,
        "grants": [
            {
                "roles": [access_pb2.Role.Name(role) for role in grant.roles],
                "relation": access_pb2.Relation.Name(grant.relation),
            }
            for grant in access.grants
        ],
        "resource": access.resource,
        "subjectField": access.subject_field,
        "callers": list(access.callers),
        "stepUp": access.step_up,
        "audited": access.audited,
    }
