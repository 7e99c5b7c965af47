"""Puts together what serves accounts in the hands of their persons and of offices."""

from collections.abc import Coroutine
from functools import partial
from typing import Any

from chassis.service import Runtime, Served
from matrikel.identity.v1 import (
    account_administration_pb2,
    account_pb2,
    initial_code_letter_pb2,
    own_data_pb2,
    terms_of_use_pb2,
)

from identity.api.account_administration import AccountAdministrationApi
from identity.api.accounts import AccountApi
from identity.api.initial_code_letters import InitialCodeLetterApi
from identity.api.terms import OwnDataApi, TermsApi
from identity.app.accounts.initial_code_letters import LetterPlace
from identity.flows.account_upkeep import keep_accounts_up_to_date
from identity.flows.proving import Proving
from identity.settings import IdentitySettings


def accounts_served(
    runtime: Runtime, settings: IdentitySettings, proving: Proving
) -> tuple[Served, ...]:
    """AccountService and what stands around it."""
    work = runtime.work
    place = LetterPlace(f"{settings.public_url.rstrip('/')}/{{language}}/activate")
    return (
        Served(
            account_pb2.DESCRIPTOR.services_by_name["AccountService"], AccountApi(work, proving)
        ),
        Served(
            account_administration_pb2.DESCRIPTOR.services_by_name["AccountAdministrationService"],
            AccountAdministrationApi(work, settings.mailbox_domains),
        ),
        Served(
            initial_code_letter_pb2.DESCRIPTOR.services_by_name["InitialCodeLetterService"],
            InitialCodeLetterApi(work, runtime.compute, place),
        ),
        Served(terms_of_use_pb2.DESCRIPTOR.services_by_name["TermsOfUseService"], TermsApi(work)),
        Served(own_data_pb2.DESCRIPTOR.services_by_name["OwnDataService"], OwnDataApi(work)),
    )


def account_upkeep(runtime: Runtime) -> partial[Coroutine[Any, Any, None]]:
    """What lets time take effect on accounts while the service runs."""
    return partial(keep_accounts_up_to_date, runtime.database)
