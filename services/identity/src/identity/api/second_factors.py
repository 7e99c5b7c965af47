"""SecondFactorService over gRPC."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.identity.v1 import second_factor_pb2 as messages
from matrikel.identity.v1.second_factor_pb2_grpc import SecondFactorServiceServicer

from identity.api.callers import caller, caller_session
from identity.app.second_factors.overview import AccountSecurity, account_security
from identity.app.second_factors.passkey_sign_in import prove_by_set_up
from identity.app.second_factors.recovery_codes import create_recovery_codes
from identity.app.second_factors.totp import NewSeed, confirm_totp, remove_totp, rename_totp
from identity.app.tokens.data_key import DataKey
from identity.domain.mailed_codes import masked_address
from identity.domain.proofs import ONE_TIME_CODE
from identity.domain.second_factors import Advice
from identity.domain.sessions import SessionRules
from identity.flows.passkeys import Passkeys
from identity.flows.totp import begin_totp
from identity.store.second_factors import TotpApp
from identity.texts.second_factors import TOTP_NAME


class SecondFactorApi(SecondFactorServiceServicer):
    """Answers SecondFactorService."""

    def __init__(
        self, work: Work, passkeys: Passkeys, data_key: DataKey, rules: SessionRules
    ) -> None:
        self._work = work
        self._passkeys = passkeys
        self._data_key = data_key
        self._rules = rules

    async def GetAccountSecurity(
        self, request: messages.GetAccountSecurityRequest, context: object
    ) -> messages.GetAccountSecurityResponse:
        """What protects an account, and what is missing."""
        policy = self._rules.staff_second_factor
        in_support = caller().support_by is not None
        return await self._work.read(
            lambda tx: messages.GetAccountSecurityResponse(
                account_security=_pack_security(
                    account_security(tx, UUID(request.person_id), policy),
                    passkeys_possible=self._passkeys.party.possible,
                    in_support=in_support,
                )
            )
        )

    async def StartTotp(
        self, request: messages.StartTotpRequest, context: object
    ) -> messages.StartTotpResponse:
        """The seed of an authenticator app."""
        return await begin_totp(
            self._passkeys.compute,
            self._work,
            self._data_key,
            person_id=UUID(request.person_id),
            name=_name_or_given(request.name),
            issuer=self._passkeys.party.name,
            answer=_pack_seed,
        )

    async def ConfirmTotp(
        self, request: messages.ConfirmTotpRequest, context: object
    ) -> messages.ConfirmTotpResponse:
        """The app that shows a right code."""

        def answer(tx: Transaction) -> messages.ConfirmTotpResponse:
            app = confirm_totp(tx, UUID(request.person_id), request.code, self._data_key)
            prove_by_set_up(tx, caller_session(), (ONE_TIME_CODE,), self._rules)
            return messages.ConfirmTotpResponse(totp=_pack_totp(app))

        return await self._work.write(answer)

    async def RenameTotp(
        self, request: messages.RenameTotpRequest, context: object
    ) -> messages.RenameTotpResponse:
        """The app under another name."""
        name = _name_or_given(request.name)
        return await self._work.write(
            lambda tx: messages.RenameTotpResponse(
                totp=_pack_totp(rename_totp(tx, UUID(request.person_id), name))
            )
        )

    async def RemoveTotp(
        self, request: messages.RemoveTotpRequest, context: object
    ) -> messages.RemoveTotpResponse:
        """Takes the app away."""

        def answer(tx: Transaction) -> messages.RemoveTotpResponse:
            remove_totp(
                tx,
                UUID(request.person_id),
                self._rules.staff_second_factor,
                validate_only=request.validate_only,
            )
            return messages.RemoveTotpResponse()

        return await self._work.write(answer)

    async def CreateRecoveryCodes(
        self, request: messages.CreateRecoveryCodesRequest, context: object
    ) -> messages.CreateRecoveryCodesResponse:
        """New recovery codes."""
        return await self._work.write(
            lambda tx: messages.CreateRecoveryCodesResponse(
                recovery_codes=create_recovery_codes(tx, UUID(request.person_id))
            )
        )


def _name_or_given(name: str) -> str:
    return name.strip() or TOTP_NAME.in_language(current_call().language)


def _pack_seed(seed: NewSeed, expires_at: datetime) -> messages.StartTotpResponse:
    return messages.StartTotpResponse(
        secret=seed.written,
        otpauth_uri=seed.uri,
        qr_svg=seed.qr_svg,
        expire_time=pack_moment(expires_at),
    )


def _pack_totp(app: TotpApp) -> messages.Totp:
    return messages.Totp(
        name=app.name,
        create_time=pack_moment(app.created_at),
        last_use_time=pack_moment(app.last_used_at) if app.last_used_at else None,
    )


def _pack_security(
    security: AccountSecurity, *, passkeys_possible: bool, in_support: bool
) -> messages.AccountSecurity:
    made_at = security.recovery_codes_made_at
    shown = masked_address if in_support else str
    return messages.AccountSecurity(
        person_id=str(security.person_id),
        totp=_pack_totp(security.totp) if security.totp else None,
        passkey_count=security.factors.passkeys,
        recovery_codes_left=security.factors.recovery_codes_left,
        recovery_codes_create_time=pack_moment(made_at) if made_at else None,
        recovery_address=shown(security.recovery_address),
        unconfirmed_recovery_address=shown(security.unconfirmed_recovery_address),
        second_factor_required=security.second_factor_required,
        password_needs_second_factor=security.password_needs_second_factor,
        advice=[_pack_advice(each) for each in security.advice],
        passkeys_possible=passkeys_possible,
    )


def _pack_advice(advice: Advice) -> "messages.SecurityAdvice.ValueType":
    return messages.SecurityAdvice.Value(f"SECURITY_ADVICE_{advice.name}")
