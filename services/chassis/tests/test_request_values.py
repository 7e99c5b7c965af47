"""Times, days and texts that no use case has to look at again."""

import pytest
from chassis.errors import Code, Failure, FieldProblem
from chassis.rpc.admission import check_request
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.exams.v1 import (
    lottery_pb2,
    registration_pb2,
    regulations_pb2,
    result_pb2,
    sitting_pb2,
    thesis_pb2,
)
from matrikel.identity.v1 import session_pb2
from matrikel.type.v1 import semester_pb2

SOME_ID = "0b0b4a2a-93f0-4d4f-8d5c-4b0a6f6f6f01"
WINTER = semester_pb2.Semester(code="2026W")


def problems(request: Message) -> dict[str, FieldProblem]:
    """The problems by their fields."""
    with pytest.raises(Failure) as raised:
        check_request(request)
    assert raised.value.code is Code.INVALID_ARGUMENT
    assert raised.value.reason == "REQUEST_MALFORMED"
    return {one.path: one for one in raised.value.fields}


def offering(**times: Timestamp) -> sitting_pb2.CreateSittingRequest:
    return sitting_pb2.CreateSittingRequest(
        sitting=sitting_pb2.SittingDraft(
            exam_number="1001",
            semester=WINTER,
            examination_period=1,
            examiner_user_name="ameier",
            **times,  # type: ignore[arg-type]
        ),
        request_id=SOME_ID,
    )


def deregistering(reason: str) -> registration_pb2.DeregisterStudentRequest:
    return registration_pb2.DeregisterStudentRequest(
        registration_id=SOME_ID, reason=reason, request_id=SOME_ID
    )


@pytest.mark.parametrize(
    "moment",
    [
        Timestamp(seconds=253402300799),
        Timestamp(seconds=-62135596800),
        Timestamp(seconds=10**15),
        Timestamp(seconds=-(10**18)),
        Timestamp(seconds=1_800_000_000, nanos=-5),
        Timestamp(seconds=1_800_000_000, nanos=10**9),
        Timestamp(seconds=-2_208_988_801),
        Timestamp(seconds=7_289_654_400),
    ],
    ids=["9999", "1", "beyond", "before", "nanos below", "nanos above", "1899", "2201"],
)
def test_a_moment_out_of_reach_is_refused_with_its_field(moment: Timestamp) -> None:
    found = problems(offering(start_time=moment, registration_close_time=moment))
    for field in ("sitting.start_time", "sitting.registration_close_time"):
        assert found[field].reason == "TIME_OUT_OF_RANGE"
        assert "1900–2200" in found[field].message.de
        assert "1900–2200" in found[field].message.en


def test_the_first_and_the_last_moment_in_reach_pass() -> None:
    check_request(
        offering(
            start_time=Timestamp(seconds=-2_208_988_800),
            registration_open_time=Timestamp(seconds=7_289_654_399, nanos=999_999_999),
        )
    )


def test_the_time_of_a_public_value_is_looked_at_too() -> None:
    request = lottery_pb2.CreateLotteryRequest(
        sitting_id=SOME_ID,
        public_source="Lotto 6 aus 49 vom 21.11.",
        public_time=Timestamp(seconds=253402300799),
        request_id=SOME_ID,
    )
    assert problems(request)["public_time"].reason == "TIME_OUT_OF_RANGE"


def test_a_day_inside_a_list_is_refused_with_its_place() -> None:
    entry = result_pb2.EnteredResult
    request = result_pb2.EnterResultsRequest(
        sitting_id=SOME_ID,
        results=[
            entry(registration_id=SOME_ID, grade="1.0"),
            entry(registration_id=SOME_ID, exam_date=Date(year=1, month=1, day=1)),
        ],
        request_id=SOME_ID,
    )
    found = problems(request)["results[1].exam_date"]
    assert (found.reason, found.message.de) == (
        "DATE_OUT_OF_RANGE",
        "Der Tag liegt außerhalb der Jahre 1900–2200. Bitte berichtigen Sie das Datum.",
    )


@pytest.mark.parametrize("blank", ["  ", "\t\n ", "\u00a0\u3000", "\u200b\ufeff"], ids=ascii)
def test_blanks_are_no_reason(blank: str) -> None:
    found = problems(deregistering(blank))["reason"]
    assert found.reason == "STRING_BLANK"
    assert found.message.de.startswith("Leerzeichen allein zählen nicht.")
    check_request(deregistering(" Anruf "))


def test_blanks_around_a_text_do_not_make_it_long_enough() -> None:
    request = thesis_pb2.RefuseThesisRequest(
        thesis_id=SOME_ID, reason="  nein   ", request_id=SOME_ID
    )
    assert problems(request)["reason"].message.en == (
        "Blanks alone do not count. Please enter at least 5 characters of text."
    )
    request.reason = " zu breit "
    check_request(request)


def test_a_password_may_be_of_blanks() -> None:
    check_request(session_pb2.SignInRequest(user_name="ameier", password="   "))


def test_a_file_that_is_too_large_is_told_the_limit_in_mebibytes() -> None:
    request = regulations_pb2.ImportRegulationsRequest(
        content=bytes(10 * 1024 * 1024 + 1),
        format=sitting_pb2.TABLE_FORMAT_YAML,
        request_id=SOME_ID,
    )
    found = problems(request)["content"]
    assert found.message.de == "Die Datei ist zu groß. Bitte wählen Sie eine mit höchstens 10 MiB."
    assert found.message.en == "The file is too large. Please choose one of at most 10 MiB."


@pytest.mark.parametrize(
    "character", ["\x01", "\x0b", "\x1b", "\x7f", "\x85", "\u202e", "\u2066"], ids=ascii
)
def test_a_text_with_what_nobody_sees_is_refused_with_its_field(character: str) -> None:
    found = problems(deregistering(f"krank{character} gemeldet"))
    assert found["reason"].reason == "TEXT_NOT_PRINTABLE"
    shown = f"U+{ord(character):04X}"
    assert shown in found["reason"].message.de
    assert shown in found["reason"].message.en


@pytest.mark.parametrize(
    "text",
    ["zwei\r\n\tZeilen", "Z\u0327\u0306ółć", "שלום \u200f!", "👩\u200d🎓", "a\u00adb"],
    ids=ascii,
)
def test_lines_marks_and_letters_of_all_scripts_pass(text: str) -> None:
    check_request(deregistering(text))


def test_a_password_may_hold_whatever_its_owner_types() -> None:
    check_request(session_pb2.SignInRequest(user_name="lgraf", password="p\x01\u202e-long-enough"))
