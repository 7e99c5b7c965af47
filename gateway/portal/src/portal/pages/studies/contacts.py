"""Who is in charge of the student's programmes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from matrikel.records.v1.catalogue_pb2 import (
    ContactFunction,
    ListProgrammeContactsRequest,
    ProgrammeContact,
)
from matrikel.records.v1.enrolment_pb2 import Enrolment
from starlette.responses import Response

from portal.contract_names import value_name
from portal.pages.studies.enrolments import current_enrolments
from portal.visit import Visit


@dataclass(frozen=True, slots=True)
class InCharge:
    """An enrolment and those who are in charge of its programme."""

    enrolment: Enrolment
    contacts: Sequence[ProgrammeContact]


async def show(visit: Visit) -> Response:
    """Programme administrator, advisers and director of studies, per enrolment."""
    enrolments = await current_enrolments(visit)
    answers = await asyncio.gather(
        *(
            visit.services.catalogue.ListProgrammeContacts(
                ListProgrammeContactsRequest(
                    programme_code=one.programme.programme_code, major=one.major
                )
            )
            for one in enrolments
        )
    )
    return visit.render(
        "studies/contacts.html",
        programmes=[
            InCharge(enrolment, answer.contacts)
            for enrolment, answer in zip(enrolments, answers, strict=True)
        ],
        function_name=lambda function: value_name(ContactFunction, function),
    )
