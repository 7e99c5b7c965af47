"""Passkeys: a signature is checked in the executor, then the transaction decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from chassis.computing import Compute
from chassis.database import Database, Transaction
from chassis.rpc import Work
from google.protobuf.message import Message

from identity.app.second_factors.passkeys import (
    ProvenPasskey,
    add_passkey,
    ask_for_proof,
    ask_for_registration,
    ask_for_sign_in,
)
from identity.app.second_factors.refusals import passkeys_not_possible
from identity.app.second_factors.webauthn import (
    authentication_options,
    check_answer,
    check_new_passkey,
    read_answer,
    registration_options,
)
from identity.app.sign_in.steps import find_challenge
from identity.domain.passkeys import Passkey, RelyingParty
from identity.store.passkeys import find_passkey_by_credential

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Passkeys:
    """The parts of the service that passkeys need."""

    database: Database
    compute: Compute
    party: RelyingParty

    def require_possible(self) -> None:
        """Raises PASSKEYS_NOT_POSSIBLE where the installation has no name."""
        if not self.party.possible:
            raise passkeys_not_possible(self.party.host)

    async def check(self, credential_json: str) -> ProvenPasskey | None:
        """What a device answered, checked; None where it is no answer at all."""
        answered = read_answer(credential_json)
        if answered is None:
            return None
        stored = await self.database.read(find_passkey_by_credential, answered.credential_id)
        return await self.compute(check_answer, self.party, answered, stored)


async def start_registration(
    passkeys: Passkeys, work: Work, person_id: UUID, answer: Callable[[str], M]
) -> M:
    """The options for a new passkey. Raises PASSKEYS_NOT_POSSIBLE and TOO_MANY_PASSKEYS."""

    def start(tx: Transaction) -> M:
        # After the relation: strangers are told that it is not theirs, and nothing else.
        passkeys.require_possible()
        asked, account = ask_for_registration(tx, person_id)
        return answer(registration_options(passkeys.party, asked, account))

    return await work.write(start)


async def finish_registration(
    passkeys: Passkeys,
    work: Work,
    *,
    person_id: UUID,
    name: str,
    credential_json: str,
    answer: Callable[[Transaction, Passkey], M],
) -> M:
    """Keeps a new passkey. Raises PASSKEY_REFUSED, TOO_MANY_PASSKEYS and PASSKEY_KNOWN."""
    made = await passkeys.compute(check_new_passkey, passkeys.party, credential_json)
    return await work.write(lambda tx: answer(tx, add_passkey(tx, person_id, name, made)))


async def start_sign_in(
    passkeys: Passkeys,
    work: Work,
    *,
    second_factor_challenge: str,
    service: str,
    answer: Callable[[str], M],
) -> M:
    """The options for signing in. Raises PASSKEYS_NOT_POSSIBLE and SIGN_IN_EXPIRED."""
    passkeys.require_possible()

    def start(tx: Transaction) -> M:
        person_id = None
        if second_factor_challenge:
            _, account, _ = find_challenge(tx, second_factor_challenge, service)
            person_id = account.person_id
        return answer(authentication_options(passkeys.party, ask_for_sign_in(tx, person_id)))

    return await work.write(start)


async def start_proof(
    passkeys: Passkeys, work: Work, person_id: UUID, answer: Callable[[str], M]
) -> M:
    """The options for proving again. Raises PASSKEYS_NOT_POSSIBLE and NO_PASSKEY."""
    passkeys.require_possible()
    return await work.write(
        lambda tx: answer(authentication_options(passkeys.party, ask_for_proof(tx, person_id)))
    )
