"""Routes as contracts state them, and contracts that cannot be served."""

import pytest
from gateway.contract.methods import Method, UnservableContractError, read_method
from gateway.contract.path_template import PathDecodingError, PathTemplate, RawPath
from gateway.rest.routes import Routes
from google.api import annotations_pb2
from google.protobuf import descriptor_pb2, descriptor_pool
from hypothesis import given
from hypothesis import strategies as st
from matrikel.access.v1 import access_pb2


def values(template: str, path: str) -> dict[str, str] | None:
    parsed, raw = PathTemplate.parse(template), RawPath.parse(path.encode())
    return parsed.values_in(raw) if parsed.fits(raw) else None


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        ("/v1/a/{id}", "/v1/a/7", {"id": "7"}),
        ("/v1/a/{id}", "/v1/a/7/", None),
        ("/v1/a/{id}", "/v1/a/", None),
        ("/v1/a/{id}", "/v1/a/7:x", None),
        ("/v1/a/{id}:x", "/v1/a/7:x", {"id": "7"}),
        ("/v1/a/{id}:x", "/v1/a/7%3Ax", None),
        ("/v1/a/{id}", "/v1/a/7%3Ax", {"id": "7:x"}),
        ("/v1/a:x", "/v1/a:x", {}),
        ("/v1/a/{b.id}/c", "/v1/a/%C3%A4%2F/c", {"b.id": "ä/"}),
        ("/v1/%61", "/v1/%61", {}),
        ("/v1/a", "/v1/%61", {}),
        ("/v1/{name=a/*/b/*}", "/v1/a/1/b/2", {"name": "a/1/b/2"}),
        ("/v1/{name=a/*}", "/v1/a/x%2fy", {"name": "a/x%2Fy"}),
        ("/v1/{name=a/*}", "/v1/b/1", None),
        ("/v1/{name=**}", "/v1/a/b/c", {"name": "a/b/c"}),
        ("/v1/{name=**}:x", "/v1/a/b:x", {"name": "a/b"}),
    ],
)
def test_a_template_matches_the_raw_path(template, path, expected):
    assert values(template, path) == expected


@pytest.mark.parametrize("path", ["/v1/a/%", "/v1/a/%4", "/v1/a/%ff", "/v1/a/%zz"])
def test_a_broken_escape_cannot_be_decoded(path):
    with pytest.raises(PathDecodingError):
        values("/v1/a/{id}", path)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_through_one_segment(text):
    from urllib.parse import quote

    assert values("/v1/a/{id}:x", f"/v1/a/{quote(text, safe='')}:x") == {"id": text}


@pytest.mark.parametrize("template", ["v1/a", "/v1/{a=**}/b", "/v1/a:", "/v1/a:b/c"])
def test_a_malformed_template_is_refused(template):
    with pytest.raises(ValueError, match=r"verb|last|slash"):
        PathTemplate.parse(template)


def method_with(
    path: str = "",
    access: bool = True,
    client_streaming: bool = False,
    body: str = "",
    response_body: str = "",
    name: str = "Try",
) -> Method:
    """A method of a contract made for one test."""
    file = descriptor_pb2.FileDescriptorProto(
        name=f"tried/{name}.proto", package="tried", syntax="proto3"
    )
    message = file.message_type.add(name="Asked")
    message.field.add(name="id", number=1, type="TYPE_STRING", label="LABEL_OPTIONAL")
    message.field.add(name="many", number=2, type="TYPE_STRING", label="LABEL_REPEATED")
    service = file.service.add(name="Trial")
    method = service.method.add(name=name, input_type=".tried.Asked", output_type=".tried.Asked")
    method.client_streaming = client_streaming
    if path:
        rule = method.options.Extensions[annotations_pb2.http]
        rule.post, rule.body, rule.response_body = path, body, response_body
    if access:
        method.options.Extensions[access_pb2.access].public = True
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    descriptor = pool.FindServiceByName("tried.Trial").methods_by_name[name]
    return read_method("exams", descriptor)


@pytest.mark.parametrize(
    "unservable",
    [
        {"access": False},
        {"path": "/v1/{nothing}"},
        {"path": "/v1/{many}"},
        {"path": "/v1/a", "body": "nothing"},
        {"path": "/v1/a", "response_body": "nothing"},
        {"path": "/v1/a", "client_streaming": True},
    ],
)
def test_a_contract_that_cannot_be_served_stops_the_start(unservable):
    with pytest.raises(UnservableContractError):
        method_with(**unservable)


def test_two_methods_with_one_route_stop_the_start():
    with pytest.raises(UnservableContractError):
        Routes([method_with("/v1/{id}", name="One"), method_with("/v1/{id=*}", name="Other")])


def test_a_fixed_word_wins_over_a_variable():
    routes = Routes([method_with("/v1/{id}", name="Any"), method_with("/v1/new", name="New")])
    assert routes.find("POST", b"/v1/new").route.method.descriptor.name == "New"
    assert routes.find("POST", b"/v1/old").variables == {"id": "old"}
