"""Puts certificates together: the only file that knows every part."""

from pathlib import Path

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from matrikel.certificates.v1 import certificate_pb2, verification_pb2

from certificates.api.certificates import CertificateApi
from certificates.api.relations import relation_to_certificate, relation_to_person
from certificates.api.verification import VerificationApi
from certificates.clients.exams import ExamsClient
from certificates.clients.records import RecordsClient
from certificates.clients.tokens import StudentTokens
from certificates.flows.drawing import Drawing
from certificates.settings import CertificatesSettings
from certificates.store import tables


def compose(runtime: Runtime) -> Composition:
    """The running service."""
    tokens = StudentTokens(runtime.tokens)
    drawing = Drawing(
        records=RecordsClient(runtime.channel("records"), tokens),
        exams=ExamsClient(runtime.channel("exams"), tokens),
        compute=runtime.compute,
        clock=runtime.clock,
        verification_page=f"{runtime.settings.public_url.rstrip('/')}/verify",
    )
    return Composition(
        served=(
            Served(
                certificate_pb2.DESCRIPTOR.services_by_name["CertificateService"],
                CertificateApi(runtime.work, drawing),
            ),
            Served(
                verification_pb2.DESCRIPTOR.services_by_name["VerificationService"],
                VerificationApi(runtime.work),
            ),
        ),
        relations={
            "person": relation_to_person,
            "certificate": relation_to_certificate,
        },
    )


service = ServiceDefinition(
    name="certificates",
    settings=CertificatesSettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
)
