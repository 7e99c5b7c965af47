"""The service as far as the life of certificates goes, without processes that draw and check."""

from dataclasses import replace
from typing import Any, cast

from certificates.api.certificates import CertificateApi
from certificates.api.lifecycle import Lifecycle
from certificates.api.lookups import Lookups
from certificates.api.relations import relation_to_certificate, relation_to_person
from certificates.api.status_lists import StatusListApi
from certificates.api.trust import TrustBundle
from certificates.api.verification import VerificationApi
from certificates.events.incoming import HEARD
from certificates.flows.lookup_door import LookupDoor
from certificates.flows.status_lists import StatusLists
from certificates.keys import Keyring
from certificates.main import service
from certificates.settings import CertificatesSettings
from chassis.service import Composition, Runtime, Served
from matrikel.certificates.v1 import certificate_pb2, verification_pb2

from .lifecycle_factories import PINS

# Stands for what these tests never ask.
NOBODY: Any = None


def compose(runtime: Runtime) -> Composition:
    settings = cast(CertificatesSettings, runtime.settings)
    keyring = Keyring.open(settings, runtime.clock)
    lists = StatusLists(
        runtime.database,
        runtime.compute,
        keyring,
        runtime.clock,
        keyring.trust().status_list_address,
    )
    lookups = Lookups(runtime.work, LookupDoor(runtime.clock), PINS, settings.guessing_rules)
    return Composition(
        served=(
            Served(
                certificate_pb2.DESCRIPTOR.services_by_name["CertificateService"],
                CertificateApi(runtime.work, NOBODY, NOBODY, Lifecycle(runtime.work, PINS)),
            ),
            Served(
                verification_pb2.DESCRIPTOR.services_by_name["VerificationService"],
                VerificationApi(
                    lookups, NOBODY, NOBODY, TrustBundle(keyring), StatusListApi(lists)
                ),
            ),
        ),
        hears=HEARD,
        relations={"person": relation_to_person, "certificate": relation_to_certificate},
    )


lifecycle_service = replace(service, compose=compose)
