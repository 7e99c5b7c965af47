"""The composition root: the one place that knows every part of exams."""

from pathlib import Path

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from matrikel.exams.v1 import exam_tree_pb2, registration_pb2, sitting_pb2, terms_pb2

from exams.api.exam_tree import ExamTreeApi
from exams.api.registration import RegistrationApi
from exams.api.relations import (
    relation_to_person,
    relation_to_registration,
    relation_to_sitting,
)
from exams.api.sitting import SittingApi
from exams.api.terms import TermsApi
from exams.events.incoming import HEARD
from exams.settings import ExamsSettings
from exams.store import tables


def compose(runtime: Runtime) -> Composition:
    """Puts the parts together for one run."""
    work = runtime.work
    return Composition(
        served=(
            Served(
                registration_pb2.DESCRIPTOR.services_by_name["RegistrationService"],
                RegistrationApi(work),
            ),
            Served(exam_tree_pb2.DESCRIPTOR.services_by_name["ExamTreeService"], ExamTreeApi(work)),
            Served(sitting_pb2.DESCRIPTOR.services_by_name["SittingService"], SittingApi(work)),
            Served(terms_pb2.DESCRIPTOR.services_by_name["TermsService"], TermsApi(work)),
        ),
        relations={
            "person": relation_to_person,
            "registration": relation_to_registration,
            "sitting": relation_to_sitting,
        },
        hears=HEARD,
    )


service = ServiceDefinition(
    name="exams",
    settings=ExamsSettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
)
