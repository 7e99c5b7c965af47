"""What a request may say, and how it is refused when it says something else."""

import base64
import json
from dataclasses import replace
from urllib.parse import quote

import pytest
from gateway.contract.methods import HttpBinding, read_contract
from gateway.contract.path_template import PathTemplate
from gateway.rest.problem import Problem
from gateway.rest.reading import read_request
from gateway.rest.writing import json_of, saved_as
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st
from matrikel.certificates.v1 import certificate_pb2
from matrikel.event.v1 import event_pb2
from matrikel.exams.v1 import registration_pb2

METHODS = {method.full_name.split(".", 3)[3]: method for method in read_contract()}
JSON = {"content-type": "application/json"}
PERSON = "11111111-1111-4111-8111-111111111111"


def read(
    name: str,
    body: object = None,
    query: str = "",
    variables: dict[str, str] | None = None,
    raw: bytes | None = None,
    headers: dict[str, str] | None = None,
):
    method = METHODS[name]
    content = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
    return read_request(
        method, method.bindings[0], variables or {}, query.encode(), content, headers or JSON
    )


def refusal(*args, **kwargs) -> tuple[str, str]:
    with pytest.raises(Problem) as refused:
        read(*args, **kwargs)
    assert refused.value.http_status == 400
    violations = refused.value.violations
    return refused.value.reason, violations[0].field if violations else ""


CREATE = "RegistrationService.CreateRegistration"
LIST = "RegistrationService.ListRegistrations"
ENROL = "EnrolmentService.EnrolPerson"


def test_an_unknown_field_is_refused_by_its_name():
    assert refusal(CREATE, {"sittingID": "x"}) == ("FIELD_UNKNOWN", "sittingID")


def test_an_unknown_field_inside_a_message_is_refused_by_its_path():
    assert refusal("CertificateService.IssueCertificate", {"semester": {"kode": "2026W"}}) == (
        "FIELD_UNKNOWN",
        "semester.kode",
    )


def test_two_spellings_of_one_field_are_refused():
    body = {"sittingId": "a", "sitting_id": "a"}
    assert refusal(CREATE, body) == ("FIELD_FROM_TWO_SOURCES", "sitting_id")


def test_one_name_twice_in_an_object_is_refused():
    assert refusal(CREATE, raw=b'{"sittingId": "a", "sittingId": "b"}')[0] == "BODY_MALFORMED"


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"1", b"null", b"{", b"\xff", b'{"a": NaN}'])
def test_anything_but_a_json_object_is_refused(raw):
    assert refusal(CREATE, raw=raw)[0] == "BODY_MALFORMED"


def test_bottomless_json_is_refused():
    assert refusal(CREATE, raw=b"[" * 100_000 + b"]" * 100_000)[0] == "BODY_MALFORMED"


def test_a_field_in_path_and_body_is_refused_even_with_one_value():
    assert refusal(CREATE, {"personId": PERSON}, variables={"person_id": PERSON}) == (
        "FIELD_FROM_TWO_SOURCES",
        "person_id",
    )


def test_a_field_in_path_and_query_is_refused():
    assert refusal(LIST, query=f"personId={PERSON}", variables={"person_id": PERSON}) == (
        "FIELD_FROM_TWO_SOURCES",
        "person_id",
    )


def test_a_query_beside_a_whole_body_is_refused():
    assert refusal(CREATE, {}, query="sittingId=a") == ("FIELD_FROM_TWO_SOURCES", "sitting_id")


@pytest.mark.parametrize("query", ["pageSize=1&pageSize=1", "pageSize=1&page_size=1"])
def test_a_single_value_given_twice_in_the_query_is_refused(query):
    assert refusal(LIST, query=query) == ("FIELD_NOT_REPEATED", "page_size")


def test_an_unknown_query_parameter_is_refused():
    assert refusal(LIST, query="semester.kode=2026W") == ("FIELD_UNKNOWN", "semester.kode")


def test_a_message_cannot_be_given_as_one_query_parameter():
    assert refusal(LIST, query="semester=2026W") == ("FIELD_MALFORMED", "semester")


@pytest.mark.parametrize("text", ["1_0", "1.5", "abc", "٣", "99999999999", ""])
def test_a_number_in_the_query_is_written_in_plain_digits(text):
    assert refusal(LIST, query=f"pageSize={quote(text)}") == ("FIELD_MALFORMED", "page_size")


def test_a_value_of_another_type_is_refused_by_its_field():
    assert refusal(CREATE, {"sittingId": 7}) == ("FIELD_MALFORMED", "sitting_id")
    assert refusal(CREATE, {"sittingId": {"a": 1}})[0] == "FIELD_MALFORMED"
    assert refusal(CREATE, {"sittingId": "\ud800"}) == ("FIELD_MALFORMED", "sitting_id")


def test_an_unknown_value_of_an_enumeration_is_refused():
    body = {"type": "CERTIFICATE_TYPE_OF_A_PASSER_BY"}
    assert refusal("CertificateService.IssueCertificate", body) == ("FIELD_MALFORMED", "type")


def test_null_counts_as_absent():
    assert read(CREATE, {"sittingId": None}, variables={"person_id": PERSON}).sitting_id == ""


def test_a_query_that_is_not_utf8_is_refused():
    assert refusal(LIST, query="pageToken=%FF")[0] == "QUERY_MALFORMED"


# No method of today's contracts takes bytes, so one is borrowed for these tests.
WITH_BYTES = replace(METHODS[CREATE], request=event_pb2.Envelope)


def read_bytes(text: str):
    body = json.dumps({"body": text}).encode()
    return read_request(WITH_BYTES, WITH_BYTES.bindings[0], {}, b"", body, JSON).body


@pytest.mark.parametrize("text", ["a", "a===", "a b=", "äöü=", "YWJj!", "-_+/"])
def test_bytes_that_are_not_base64_are_refused(text):
    with pytest.raises(Problem) as refused:
        read_bytes(text)
    assert refused.value.reason == "BASE64_MALFORMED"


@given(st.binary(max_size=64))
def test_bytes_come_through_in_both_alphabets_with_and_without_padding(content):
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        assert read_bytes(encode(content).decode()) == content
        assert read_bytes(encode(content).decode().rstrip("=")) == content


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
registrations = st.builds(
    registration_pb2.Registration,
    registration_id=texts,
    module_code=texts,
    status=st.sampled_from([0, 1, 2]),
    can_withdraw=st.booleans(),
    version=st.integers(-(2**63), 2**63 - 1),
)


@given(st.lists(registrations, max_size=3), texts)
def test_an_answer_read_back_from_its_json_is_the_same(registrations, token):
    answer = registration_pb2.ListRegistrationsResponse(
        registrations=registrations, next_page_token=token
    )
    binding = METHODS[LIST].bindings[0]
    assert json_format.Parse(json_of(answer, binding), type(answer)()) == answer


@given(
    texts,
    texts,
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["", "2026W"]),
)
def test_a_request_written_as_json_is_read_back_the_same(enrolment, request_id, type_, semester):
    request = certificate_pb2.IssueCertificateRequest(
        enrolment_id=enrolment, request_id=request_id, type=type_
    )
    if semester:
        request.semester.code = semester
    for snake in (True, False):
        body = json_format.MessageToDict(request, preserving_proto_field_name=snake)
        assert read("CertificateService.IssueCertificate", body) == request


def is_read_or_refused(name: str, raw: bytes) -> bool:
    try:
        read(name, raw=raw)
    except Problem as refused:
        return refused.http_status == 400
    return True


@given(st.binary(max_size=200))
def test_no_bytes_of_a_body_end_in_anything_but_a_message_or_a_refusal(raw):
    assert is_read_or_refused(CREATE, raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = ["personId", "newPerson", "enrolments", "requestId", "new_person", "name", "birthDate"]


objects = st.dictionaries(st.sampled_from(NAMES), json_values)


@given(st.dictionaries(st.sampled_from(NAMES), json_values | objects, max_size=4))
def test_no_json_ends_in_anything_but_a_message_or_a_refusal(body):
    assert is_read_or_refused(ENROL, json.dumps(body).encode())


def test_a_body_field_is_read_from_the_body_and_the_rest_from_the_query():
    method = METHODS["CertificateService.IssueCertificate"]
    binding = HttpBinding("POST", PathTemplate.parse("/v1/x"), "semester", "")
    request = read_request(method, binding, {}, b"personId=p", b'{"code": "2026W"}', JSON)
    assert (request.semester.code, request.person_id) == ("2026W", "p")
    with pytest.raises(Problem) as refused:
        read_request(method, binding, {}, b"semester.code=2026W", b"{}", JSON)
    assert refused.value.reason == "FIELD_FROM_TWO_SOURCES"


@pytest.mark.parametrize(
    ("file_name", "disposition"),
    [
        ("a.pdf", 'attachment; filename="a.pdf"'),
        ("../../etc/passwd", 'attachment; filename="passwd"'),
        (
            "für Müller.pdf",
            "attachment; filename=\"f_r M_ller.pdf\"; filename*=UTF-8''f%C3%BCr%20M%C3%BCller.pdf",
        ),
        (
            'a"\r\nx: y.pdf',
            "attachment; filename=\"a_x_ y.pdf\"; filename*=UTF-8''a%22x%3A%20y.pdf",
        ),
    ],
)
def test_a_file_name_never_leaves_its_place(file_name, disposition):
    assert saved_as(file_name) == disposition
