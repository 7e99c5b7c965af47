"""RecoveryService over gRPC."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import recovery_pb2 as messages
from matrikel.identity.v1.recovery_pb2_grpc import RecoveryServiceServicer

from identity.app.recovery.addresses import (
    confirm_recovery_address,
    remove_recovery_address,
    set_recovery_address,
)
from identity.app.recovery.password_resets import ResetGranted, start_password_reset
from identity.app.tokens.data_key import DataKey
from identity.flows.passkeys import Passkeys
from identity.flows.password_resets import finish_reset, prove_reset
from identity.flows.proving import Proving


@dataclass(frozen=True, slots=True)
class University:
    """What the university decides: domains that are no private address, words of no password."""

    domains: Collection[str]
    words: Sequence[str]


class RecoveryApi(RecoveryServiceServicer):
    """Answers RecoveryService."""

    def __init__(
        self,
        work: Work,
        proving: Proving,
        passkeys: Passkeys,
        data_key: DataKey,
        university: University,
    ) -> None:
        self._work = work
        self._proving = proving
        self._passkeys = passkeys
        self._data_key = data_key
        self._university = university

    async def SetRecoveryAddress(
        self, request: messages.SetRecoveryAddressRequest, context: object
    ) -> messages.SetRecoveryAddressResponse:
        """Until when the mailed code is good."""

        def set_address(tx: Transaction) -> datetime:
            return set_recovery_address(
                tx,
                UUID(request.person_id),
                request.email_address,
                self._university.domains,
                self._data_key,
            )

        return await self._work.write(
            lambda tx: messages.SetRecoveryAddressResponse(expire_time=pack_moment(set_address(tx)))
        )

    async def ConfirmRecoveryAddress(
        self, request: messages.ConfirmRecoveryAddressRequest, context: object
    ) -> messages.ConfirmRecoveryAddressResponse:
        """The address that counts from now on."""
        address = current_call().client_address
        return await self._work.write(
            lambda tx: messages.ConfirmRecoveryAddressResponse(
                recovery_address=confirm_recovery_address(
                    tx, UUID(request.person_id), request.code, address, self._data_key
                )
            )
        )

    async def RemoveRecoveryAddress(
        self, request: messages.RemoveRecoveryAddressRequest, context: object
    ) -> messages.RemoveRecoveryAddressResponse:
        """Takes the address away."""

        def answer(tx: Transaction) -> messages.RemoveRecoveryAddressResponse:
            remove_recovery_address(
                tx, UUID(request.person_id), validate_only=request.validate_only
            )
            return messages.RemoveRecoveryAddressResponse()

        return await self._work.write(answer)

    async def StartPasswordReset(
        self, request: messages.StartPasswordResetRequest, context: object
    ) -> messages.StartPasswordResetResponse:
        """The same answer for everybody."""
        address = current_call().client_address
        return await self._work.write(
            lambda tx: messages.StartPasswordResetResponse(
                expire_time=pack_moment(start_password_reset(tx, request.user_name, address))
            )
        )

    async def ProvePasswordReset(
        self, request: messages.ProvePasswordResetRequest, context: object
    ) -> messages.ProvePasswordResetResponse:
        """The right to choose a new password."""
        return await prove_reset(
            self._passkeys,
            self._work,
            self._data_key,
            user_name=request.user_name,
            mailed_code=request.mailed_code,
            code=request.code,
            passkey_answer=request.passkey_answer,
            client_address=current_call().client_address,
            answer=_pack_granted,
        )

    async def FinishPasswordReset(
        self, request: messages.FinishPasswordResetRequest, context: object
    ) -> messages.FinishPasswordResetResponse:
        """Whose password is new."""
        return await finish_reset(
            self._proving,
            self._work,
            reset_token=request.reset_token,
            password=request.password,
            university_words=self._university.words,
            answer=lambda account: messages.FinishPasswordResetResponse(
                user_name=account.user_name
            ),
        )


def _pack_granted(granted: ResetGranted) -> messages.ProvePasswordResetResponse:
    return messages.ProvePasswordResetResponse(
        reset_token=granted.reset_token, expire_time=pack_moment(granted.expires_at)
    )
