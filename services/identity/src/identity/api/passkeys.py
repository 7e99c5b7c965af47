"""PasskeyService over gRPC."""

from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.paging import encode_token, moment_in, page_size, read_position
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import passkey_pb2 as messages
from matrikel.identity.v1.passkey_pb2_grpc import PasskeyServiceServicer

from identity.api.callers import caller, caller_session
from identity.api.session_packing import pack_signed_in
from identity.app.second_factors.passkey_sign_in import (
    complete_sign_in_with_passkey,
    prove_by_set_up,
    prove_with_passkey,
    sign_in_with_passkey,
)
from identity.app.second_factors.passkeys import list_passkeys, remove_passkey, rename_passkey
from identity.app.sign_in.session_starting import Origin, SignedIn
from identity.domain.passkeys import Passkey
from identity.domain.proofs import PASSKEY, USER_VERIFIED
from identity.domain.sessions import SessionRules
from identity.flows.passkeys import (
    Passkeys,
    finish_registration,
    start_proof,
    start_registration,
    start_sign_in,
)
from identity.texts.second_factors import PASSKEY_NAME


class PasskeyApi(PasskeyServiceServicer):
    """Answers PasskeyService."""

    def __init__(self, work: Work, passkeys: Passkeys, rules: SessionRules) -> None:
        self._work = work
        self._passkeys = passkeys
        self._rules = rules

    async def StartPasskeyRegistration(
        self, request: messages.StartPasskeyRegistrationRequest, context: object
    ) -> messages.StartPasskeyRegistrationResponse:
        """The options for a new passkey."""
        return await start_registration(
            self._passkeys,
            self._work,
            UUID(request.person_id),
            lambda options: messages.StartPasskeyRegistrationResponse(options_json=options),
        )

    async def FinishPasskeyRegistration(
        self, request: messages.FinishPasskeyRegistrationRequest, context: object
    ) -> messages.FinishPasskeyRegistrationResponse:
        """The new passkey."""

        def answer(tx: Transaction, passkey: Passkey) -> messages.FinishPasskeyRegistrationResponse:
            prove_by_set_up(tx, caller_session(), (PASSKEY, USER_VERIFIED), self._rules)
            return messages.FinishPasskeyRegistrationResponse(passkey=_pack(passkey))

        return await finish_registration(
            self._passkeys,
            self._work,
            person_id=UUID(request.person_id),
            name=_name_or_given(request.name),
            credential_json=request.credential_json,
            answer=answer,
        )

    async def ListPasskeys(
        self, request: messages.ListPasskeysRequest, context: object
    ) -> messages.ListPasskeysResponse:
        """The passkeys of an account."""
        size = page_size(request.page_size)
        after = read_position(
            request.page_token, 2, lambda moment, key: (moment_in(moment), UUID(key))
        )

        def answer(tx: Transaction) -> messages.ListPasskeysResponse:
            found = list_passkeys(tx, UUID(request.person_id), after, size + 1)
            page, more = found[:size], len(found) > size
            last = page[-1] if more else None
            return messages.ListPasskeysResponse(
                passkeys=[_pack(each) for each in page],
                next_page_token=encode_token([last.created_at.isoformat(), str(last.passkey_id)])
                if last
                else "",
            )

        return await self._work.read(answer)

    async def RenamePasskey(
        self, request: messages.RenamePasskeyRequest, context: object
    ) -> messages.RenamePasskeyResponse:
        """The passkey under another name."""
        name = _name_or_given(request.name)

        def answer(tx: Transaction) -> messages.RenamePasskeyResponse:
            person_id, passkey_id = UUID(request.person_id), UUID(request.passkey_id)
            return messages.RenamePasskeyResponse(
                passkey=_pack(rename_passkey(tx, person_id, passkey_id, name))
            )

        return await self._work.write(answer)

    async def RemovePasskey(
        self, request: messages.RemovePasskeyRequest, context: object
    ) -> messages.RemovePasskeyResponse:
        """Takes a passkey away."""

        def answer(tx: Transaction) -> messages.RemovePasskeyResponse:
            remove_passkey(
                tx,
                UUID(request.person_id),
                UUID(request.passkey_id),
                self._rules.staff_second_factor,
                validate_only=request.validate_only,
            )
            return messages.RemovePasskeyResponse()

        return await self._work.write(answer)

    async def StartPasskeySignIn(
        self, request: messages.StartPasskeySignInRequest, context: object
    ) -> messages.StartPasskeySignInResponse:
        """The options for signing in."""
        return await start_sign_in(
            self._passkeys,
            self._work,
            second_factor_challenge=request.second_factor_challenge,
            service=current_call().service or "",
            answer=lambda options: messages.StartPasskeySignInResponse(options_json=options),
        )

    async def FinishPasskeySignIn(
        self, request: messages.FinishPasskeySignInRequest, context: object
    ) -> messages.FinishPasskeySignInResponse:
        """A session."""
        call = current_call()
        service = call.service or ""
        origin = Origin(call.client_address, request.user_agent, request.device_token)
        waiting = request.second_factor_challenge
        proven = await self._passkeys.check(request.credential_json)

        def sign_in(tx: Transaction) -> SignedIn:
            if waiting:
                return complete_sign_in_with_passkey(
                    tx, proven, waiting, service, origin, self._rules
                )
            return sign_in_with_passkey(tx, proven, service, origin, self._rules)

        return await self._work.write(
            lambda tx: messages.FinishPasskeySignInResponse(signed_in=pack_signed_in(sign_in(tx)))
        )

    async def StartPasskeyProof(
        self, request: messages.StartPasskeyProofRequest, context: object
    ) -> messages.StartPasskeyProofResponse:
        """The options for proving again."""
        return await start_proof(
            self._passkeys,
            self._work,
            caller().person_id,
            lambda options: messages.StartPasskeyProofResponse(options_json=options),
        )

    async def FinishPasskeyProof(
        self, request: messages.FinishPasskeyProofRequest, context: object
    ) -> messages.FinishPasskeyProofResponse:
        """When the proof was given."""
        person_id, session_id = caller().person_id, caller_session()
        proven = await self._passkeys.check(request.credential_json)
        return await self._work.write(
            lambda tx: messages.FinishPasskeyProofResponse(
                authenticate_time=pack_moment(
                    prove_with_passkey(tx, person_id, session_id, proven, self._rules)
                )
            )
        )


def _name_or_given(name: str) -> str:
    return name.strip() or PASSKEY_NAME.in_language(current_call().language)


def _pack(passkey: Passkey) -> messages.Passkey:
    return messages.Passkey(
        passkey_id=str(passkey.passkey_id),
        name=passkey.name,
        create_time=pack_moment(passkey.created_at),
        last_use_time=pack_moment(passkey.last_used_at) if passkey.last_used_at else None,
        synced=passkey.synced,
        counter_fell=passkey.counter_fell_at is not None,
    )
