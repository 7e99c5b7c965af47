"""The composition root of records: the only file that knows every part."""

from pathlib import Path

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from matrikel.records.v1 import (
    calendar_pb2,
    catalogue_pb2,
    enrolment_pb2,
    person_pb2,
    university_pb2,
)

from records.api.enrolments import EnrolmentApi
from records.api.persons import PersonApi
from records.api.public import CalendarApi, CatalogueApi, UniversityApi
from records.api.relations import relation_to_enrolment, relation_to_person
from records.events.incoming import HEARD
from records.settings import RecordsSettings
from records.store import tables


def compose(runtime: Runtime) -> Composition:
    """Puts the parts of records together."""
    settings = runtime.settings
    if not isinstance(settings, RecordsSettings):
        raise TypeError(f"records runs with RecordsSettings, not {type(settings).__name__}")
    work = runtime.work
    enrolments = EnrolmentApi(work, settings.first_matriculation_number)
    return Composition(
        served=(
            Served(
                university_pb2.DESCRIPTOR.services_by_name["UniversityService"], UniversityApi(work)
            ),
            Served(
                catalogue_pb2.DESCRIPTOR.services_by_name["CatalogueService"], CatalogueApi(work)
            ),
            Served(calendar_pb2.DESCRIPTOR.services_by_name["CalendarService"], CalendarApi(work)),
            Served(person_pb2.DESCRIPTOR.services_by_name["PersonService"], PersonApi(work)),
            Served(enrolment_pb2.DESCRIPTOR.services_by_name["EnrolmentService"], enrolments),
        ),
        relations={"person": relation_to_person, "enrolment": relation_to_enrolment},
        hears=HEARD,
    )


service = ServiceDefinition(
    name="records",
    settings=RecordsSettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
)
