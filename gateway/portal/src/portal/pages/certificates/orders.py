"""The order of a certificate: what it is about, its language, and what a form for it offers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.values import Semester
from matrikel.certificates.v1.certificate_pb2 import (
    Certificate,
    CertificateTypeInfo,
    IssueCertificateRequest,
)
from matrikel.records.v1.enrolment_pb2 import Enrolment, ListEnrolmentsRequest
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.datastructures import FormData

from portal.formats import Formats
from portal.forms import Problems, id_of, text_of
from portal.pages.certificates.naming import LANGUAGES, language_name
from portal.visit import Visit

ABOUT = "about"
LANGUAGE = "language"
WITH_ADDRESS = "with_address"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment that a certificate can be about; its semesters, the newest first."""

    enrolment_id: str
    name: str
    semesters: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading; the heading is empty where there is but one group."""

    heading: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody chose: value of the choice, the language's name, whether it is for a letter."""

    about: str = ""
    language: str = ""
    with_address: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What a certificate of one type can be about. `groups` is empty where there is nothing that
    could be chosen, and where the type needs no choice."""

    info: CertificateTypeInfo
    groups: Sequence[Group] = field(default_factory=tuple)

    @property
    def needs_choice(self) -> bool:
        """Whether the type is about an enrolment or a semester."""
        return self.info.needs_enrolment or self.info.needs_semester

    @property
    def is_possible(self) -> bool:
        """Whether there is anything that it could be about."""
        return not self.needs_choice or bool(self.groups)

    @property
    def asks(self) -> str:
        """What the form asks for, as its texts are called."""
        if self.info.needs_enrolment:
            return "enrolment_and_semester" if self.info.needs_semester else "enrolment"
        return "semester"

    def usual(self, visit: Visit) -> str:
        """The choice that most people want: the current semester, else the first one."""
        current = Semester.of(visit.portal.today()).code
        values = [value for group in self.groups for value, _ in group.choices]
        return next((one for one in values if one.endswith(current)), "".join(values[:1]))


def offer_of(visit: Visit, info: CertificateTypeInfo, enrolments: Sequence[Enrolled]) -> Offer:
    """What the type can be about, given the student's enrolments."""
    formats = Formats(visit.t)
    if info.needs_enrolment and info.needs_semester:
        groups = [
            Group(
                one.name,
                [(f"{one.enrolment_id}_{code}", formats.semester(code)) for code in one.semesters],
            )
            for one in enrolments
        ]
        return Offer(info, [one for one in groups if one.choices])
    if info.needs_enrolment:
        choices = [(one.enrolment_id, one.name) for one in enrolments]
    elif info.needs_semester:
        known = {code for one in enrolments for code in one.semesters}
        choices = [
            (code, formats.semester(code))
            for code in sorted(known, key=Semester.parse, reverse=True)
        ]
    else:
        choices = []
    return Offer(info, [Group("", choices)] if choices else [])


async def own_enrolments(visit: Visit, person_id: str) -> list[Enrolled]:
    """The enrolments that records knows of a student."""
    answer = await visit.services.enrolments.ListEnrolments(
        ListEnrolmentsRequest(person_id=person_id)
    )
    return [_enrolled(visit, one) for one in answer.enrolments]


def _enrolled(visit: Visit, enrolment: Enrolment) -> Enrolled:
    programme = enrolment.programme
    name = f"{programme.degree.short_name} {Formats(visit.t).text(programme.name)}"
    codes = [one.semester.code for one in enrolment.semesters]
    return Enrolled(enrolment.enrolment_id, name, list(reversed(codes)))


def read(form: FormData) -> Typed:
    """What was chosen."""
    return Typed(text_of(form, ABOUT), text_of(form, LANGUAGE), bool(text_of(form, WITH_ADDRESS)))


def typed_of(visit: Visit, certificate: Certificate) -> Typed:
    """The choices that a certificate was ordered with."""
    semester = certificate.semester.code
    about = "_".join(one for one in (certificate.enrolment_id, semester) if one)
    return Typed(about, language_name(certificate.language) or str(visit.language))


def problems_in(visit: Visit, offer: Offer, typed: Typed) -> Problems:
    """What is missing, or cannot be a choice."""
    fields = {}
    if offer.needs_choice and _parts(offer, typed.about) is None:
        fields[ABOUT] = (visit.t(f"draw.{offer.asks}_missing"),)
    if typed.language not in LANGUAGES:
        fields[LANGUAGE] = (visit.t("draw.language_missing"),)
    return Problems(fields=fields)


def request_of(
    offer: Offer, typed: Typed, person_id: str, form: FormData
) -> IssueCertificateRequest:
    """The order; what was typed has no problems."""
    enrolment_id, semester = _parts(offer, typed.about) or ("", "")
    return IssueCertificateRequest(
        person_id=person_id,
        enrolment_id=enrolment_id,
        type=offer.info.type,
        language=LANGUAGES[typed.language],
        semester=SemesterMessage(code=semester) if semester else None,
        request_id=id_of(form, "request_id"),
        with_address=typed.with_address,
    )


def _parts(offer: Offer, about: str) -> tuple[str, str] | None:
    """Enrolment and semester of a choice; None where it is none of the type's."""
    if not offer.needs_choice:
        return ("", "")
    if offer.info.needs_enrolment:
        enrolment_id, _, semester = about.partition("_")
    else:
        enrolment_id, semester = "", about
    if offer.info.needs_enrolment and not _is_id(enrolment_id):
        return None
    if offer.info.needs_semester:
        return (enrolment_id, semester) if is_semester(semester) else None
    return (enrolment_id, "")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_semester(code: str) -> bool:
    """Whether it is a semester's code: "2026W"."""
    try:
        Semester.parse(code)
    except ValueError:
        return False
    return True
