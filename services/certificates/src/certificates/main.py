"""Puts certificates together: the only file that knows every part."""

from functools import partial
from pathlib import Path
from typing import cast

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from matrikel.certificates.v1 import (
    certificate_job_pb2,
    certificate_pb2,
    log_pb2,
    verification_pb2,
)

from certificates.api.certificates import CertificateApi
from certificates.api.data_seal_checks import DataSealChecks
from certificates.api.document_checks import DocumentChecks
from certificates.api.jobs import CertificateJobApi
from certificates.api.lifecycle import Lifecycle
from certificates.api.log import LogApi
from certificates.api.lookups import Lookups
from certificates.api.relations import (
    relation_to_certificate,
    relation_to_certificate_job,
    relation_to_person,
)
from certificates.api.status_lists import StatusListApi
from certificates.api.trust import TrustBundle
from certificates.api.verification import VerificationApi
from certificates.clients.exams import ExamsClient
from certificates.clients.records import RecordsClient
from certificates.clients.tokens import StudentTokens
from certificates.events.incoming import HEARD
from certificates.events.snapshots import SNAPSHOTS
from certificates.flows.checking import Checking
from certificates.flows.drawing import Drawing, keep_drawing
from certificates.flows.gathering import Gathering
from certificates.flows.guessing_watch import keep_watching as watch_guessing
from certificates.flows.issuing import Issuing
from certificates.flows.job_files import JobFiles
from certificates.flows.jobs import CertificateJobs
from certificates.flows.log_verification import keep_watch as watch_log
from certificates.flows.lookup_door import LookupDoor
from certificates.flows.retention import keep_retention
from certificates.flows.status_lists import StatusLists
from certificates.keys import Keyring
from certificates.keys.checks import problems_of_settings
from certificates.keys.pin_key import read_pin_key
from certificates.keys.watching import KeyWatch
from certificates.sealing import Sealer
from certificates.settings import CertificatesSettings
from certificates.store import tables


def compose(runtime: Runtime) -> Composition:
    """The running service."""
    settings = cast(CertificatesSettings, runtime.settings)
    keyring = Keyring.open(settings, runtime.clock)
    pins = read_pin_key(
        settings.keys_dir, may_make=settings.demo or settings.listens_on_loopback_only
    )
    guessing, door = settings.guessing_rules, LookupDoor(runtime.clock)
    data_seals = DataSealChecks(runtime.work, door, keyring, guessing)
    checking = Checking(settings.checking_workers)
    status_lists = StatusLists(
        runtime.database,
        runtime.compute,
        keyring,
        runtime.clock,
        keyring.trust().status_list_address,
    )
    tokens = StudentTokens(runtime.tokens)
    records = RecordsClient(runtime.channel("records"), tokens)
    drawing = Drawing(settings.drawing_workers)
    issuing = Issuing(
        database=runtime.database,
        gathering=Gathering(
            records,
            ExamsClient(runtime.channel("exams"), tokens),
            runtime.clock,
        ),
        drawing=drawing,
        sealer=Sealer.configured(settings, keyring, runtime.compute),
        keyring=keyring,
        pins=pins,
        clock=runtime.clock,
        verification_page=f"{settings.public_url.rstrip('/')}/verify",
    )
    jobs = CertificateJobs(
        runtime.database,
        records,
        issuing,
        keyring,
        parallel=settings.job_parallel,
        days=settings.job_days,
    )
    job_files = JobFiles(runtime.database, runtime.compute, runtime.clock)
    return Composition(
        served=(
            Served(
                certificate_pb2.DESCRIPTOR.services_by_name["CertificateService"],
                CertificateApi(runtime.work, issuing, keyring, Lifecycle(runtime.work, pins)),
            ),
            Served(
                verification_pb2.DESCRIPTOR.services_by_name["VerificationService"],
                VerificationApi(
                    Lookups(runtime.work, door, pins, guessing),
                    DocumentChecks(
                        runtime.work, door, checking, data_seals, keyring, guessing, runtime.clock
                    ),
                    data_seals,
                    TrustBundle(keyring),
                    StatusListApi(status_lists),
                ),
            ),
            Served(
                certificate_job_pb2.DESCRIPTOR.services_by_name["CertificateJobService"],
                CertificateJobApi(runtime.work, jobs, job_files),
            ),
            Served(
                log_pb2.DESCRIPTOR.services_by_name["LogService"],
                LogApi(runtime.work, keyring),
            ),
        ),
        relations={
            "person": relation_to_person,
            "certificate": relation_to_certificate,
            "certificate_job": relation_to_certificate_job,
        },
        hears=HEARD,
        background=(
            checking.keep_open,
            partial(keep_drawing, drawing),
            partial(watch_guessing, runtime.database, door, guessing),
            partial(keep_retention, runtime.database),
            KeyWatch(keyring, settings.seal_warning_days).run,
            partial(watch_log, runtime.database),
            jobs.keep_running,
        ),
    )


service = ServiceDefinition(
    name="certificates",
    settings=CertificatesSettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
    snapshots=SNAPSHOTS,
    checks=(problems_of_settings,),
)
