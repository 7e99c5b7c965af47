"""What is asked for in an application: kept as it was entered, and the same in the contract."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.api.application_contents import pack_content, unpack_content
from records.domain.applications.contents import CONTENT_TYPES, Content, Leave, semester_of
from records.domain.applications.kinds import ABOUT_AN_ENROLMENT, FOR_APPLICANTS, ApplicationKind
from records.domain.applications.stored_contents import from_json, to_json
from records.domain.rules import LeaveGround

from services.records.tests.application_factories import ONE_OF_EACH, REPORT, SECOND, S


def test_every_kind_has_its_content() -> None:
    assert {one.kind for one in CONTENT_TYPES} == set(ApplicationKind)
    assert {one.kind for one in ONE_OF_EACH} == set(ApplicationKind)
    assert FOR_APPLICANTS < ABOUT_AN_ENROLMENT


@pytest.mark.parametrize("content", ONE_OF_EACH)
def test_a_content_is_read_as_it_was_stored(content: Content) -> None:
    assert from_json(content.kind, to_json(content)) == content


@pytest.mark.parametrize("content", ONE_OF_EACH)
def test_a_content_comes_through_the_contract_unchanged(content: Content) -> None:
    packed = pack_content(content)
    assert packed.WhichOneof("content") == content.kind.value
    assert unpack_content(packed) == content


@given(
    st.lists(st.integers(2020, 2040), max_size=6, unique=True),
    st.sampled_from(LeaveGround),
    st.text(max_size=50),
)
def test_leave_of_whatever_semesters_is_read_as_it_was_stored(
    years: list[int], ground: LeaveGround, text: str
) -> None:
    leave = Leave(tuple(S(f"{year}S") for year in years), ground, text)
    assert from_json(leave.kind, to_json(leave)) == leave
    expected = S(f"{min(years)}S") if years else None
    assert semester_of(leave) == expected


def test_a_field_that_was_added_later_has_its_default() -> None:
    stored = to_json(ONE_OF_EACH[0])
    del stored["explanation"]
    assert from_json(ApplicationKind.LEAVE_OF_ABSENCE, stored) == replace(
        ONE_OF_EACH[0], explanation=""
    )


def test_a_content_that_is_not_stored_so_is_a_mistake() -> None:
    stored = to_json(REPORT)
    with pytest.raises(ValueError, match="without text"):
        from_json(REPORT.kind, {each: stored[each] for each in ("subject", "reference")})
    with pytest.raises(ValueError, match="7 is no"):
        from_json(REPORT.kind, {**stored, "text": 7})
    with pytest.raises(ValueError, match="2027X"):
        from_json(SECOND.kind, {**to_json(SECOND), "first_semester": "2027X"})
