"""What tests of second factors are made of: people, an authenticator app, a device."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import cbor2
import pyotp
from chassis.database import Transaction
from chassis.database.tables import mails
from chassis.rpc import bearer
from chassis.testing import within
from chassis.values import PersonName
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.app.sign_in.session_starting import Origin, start_session
from identity.app.tokens.data_key import DataKey
from identity.app.tokens.key_chest import KeyChest
from identity.domain.accounts import Account, AccountState
from identity.domain.proofs import PASSWORD as BY_PASSWORD
from identity.domain.proofs import Proof
from identity.domain.roles import Role
from identity.domain.totp import STEP
from identity.settings import IdentitySettings
from identity.store.accounts import add_account, set_password_hash
from matrikel.identity.v1 import (
    passkey_pb2,
    passkey_pb2_grpc,
    recovery_pb2,
    recovery_pb2_grpc,
    second_factor_pb2,
    second_factor_pb2_grpc,
    session_pb2,
)
from sqlalchemy import select

PASSWORD = "Vier Laternen am Deich"
PRIVATE = "ayse@privat.example"
ORIGIN = "https://portal.leuphana.example"
# The one that the service of the tests has.
DATA_KEY = DataKey(bytes(32))
CHEST = KeyChest(DATA_KEY)


@dataclass(frozen=True)
class Someone:
    """Somebody with an active account who is signed in with a password."""

    person_id: UUID
    user_name: str
    session_token: str
    metadata: Any = field(repr=False)


class FactorsDesk:
    """Acts on the running service as people do who look after their second factors."""

    def __init__(self, identity: Any) -> None:
        self.identity = identity
        channel = identity.under_test.channel
        self.factors = second_factor_pb2_grpc.SecondFactorServiceStub(channel)
        self.passkeys = passkey_pb2_grpc.PasskeyServiceStub(channel)
        self.recovery = recovery_pb2_grpc.RecoveryServiceStub(channel)

    async def person(self, role: Role = Role.STUDENT, *, short_password: bool = False) -> Someone:
        """A new account with a session."""
        account = within(self.identity.database, _add_account, role, short_password)
        token = await self.session_of(account)
        return Someone(account.person_id, account.user_name, *token)

    async def session_of(self, account: Account) -> tuple[str, Any]:
        """Another session of somebody, started with the password."""
        signed_in = within(
            self.identity.database,
            lambda tx: start_session(
                tx,
                account,
                IdentitySettings().session_rules,
                service="gateway",
                proof=Proof((BY_PASSWORD,)),
                origin=Origin("198.51.100.1"),
            ),
        )
        return signed_in.session_token, await self.metadata(signed_in.session_token)

    async def metadata(self, session_token: str) -> Any:
        """Metadata with a fresh token of a session."""
        return bearer(await self.identity.token(session_token))

    async def totp(self, someone: Someone) -> pyotp.TOTP:
        """An authenticator app that is set up."""
        app = await self.start_totp(someone)
        await self.factors.ConfirmTotp(
            second_factor_pb2.ConfirmTotpRequest(
                person_id=str(someone.person_id), code=self.code(app)
            ),
            metadata=someone.metadata,
        )
        return app

    async def start_totp(self, someone: Someone) -> pyotp.TOTP:
        """An app that has scanned the QR code and waits for its first code."""
        started = await self.factors.StartTotp(
            second_factor_pb2.StartTotpRequest(person_id=str(someone.person_id), name="Telefon"),
            metadata=someone.metadata,
        )
        app = pyotp.parse_uri(started.otpauth_uri)
        assert isinstance(app, pyotp.TOTP)
        return app

    def code(self, app: pyotp.TOTP, steps: int = 0) -> str:
        """What the app shows now, or so many steps later."""
        return app.at(self.identity.database.clock.now() + steps * STEP)

    async def recovery_codes(self, someone: Someone) -> list[str]:
        """A new set of codes."""
        made = await self.factors.CreateRecoveryCodes(
            second_factor_pb2.CreateRecoveryCodesRequest(person_id=str(someone.person_id)),
            metadata=someone.metadata,
        )
        return list(made.recovery_codes)

    async def passkey(
        self, someone: Someone, device: "Device", name: str = "Notebook"
    ) -> passkey_pb2.Passkey:
        """A passkey on the device."""
        person_id = str(someone.person_id)
        started = await self.passkeys.StartPasskeyRegistration(
            passkey_pb2.StartPasskeyRegistrationRequest(person_id=person_id),
            metadata=someone.metadata,
        )
        finished = await self.passkeys.FinishPasskeyRegistration(
            passkey_pb2.FinishPasskeyRegistrationRequest(
                person_id=person_id,
                name=name,
                credential_json=device.register(started.options_json),
            ),
            metadata=someone.metadata,
        )
        made: passkey_pb2.Passkey = finished.passkey
        return made

    async def passkey_options(self, challenge: str = "") -> str:
        """What the gateway's sign-in page asks a device."""
        started = await self.passkeys.StartPasskeySignIn(
            passkey_pb2.StartPasskeySignInRequest(second_factor_challenge=challenge),
            metadata=self.identity.calling_service("gateway"),
        )
        options: str = started.options_json
        return options

    async def passkey_sign_in(self, answer: str, challenge: str = "") -> session_pb2.SignedIn:
        """A session for what a device answered there."""
        finished = await self.passkeys.FinishPasskeySignIn(
            passkey_pb2.FinishPasskeySignInRequest(
                second_factor_challenge=challenge, credential_json=answer
            ),
            metadata=self.identity.calling_service("gateway"),
        )
        signed_in: session_pb2.SignedIn = finished.signed_in
        return signed_in

    async def set_address(self, someone: Someone, address: str = PRIVATE) -> Any:
        """Has a code mailed to a recovery address."""
        return await self.recovery.SetRecoveryAddress(
            recovery_pb2.SetRecoveryAddressRequest(
                person_id=str(someone.person_id), email_address=address, request_id=str(uuid4())
            ),
            metadata=someone.metadata,
        )

    async def confirm_address(self, someone: Someone, code: str) -> Any:
        """Shows the code that was mailed."""
        return await self.recovery.ConfirmRecoveryAddress(
            recovery_pb2.ConfirmRecoveryAddressRequest(person_id=str(someone.person_id), code=code),
            metadata=someone.metadata,
        )

    async def with_address(self, someone: Someone) -> None:
        """A recovery address that is confirmed."""
        await self.set_address(someone)
        await self.confirm_address(someone, self.mailed_code("recovery_address_code"))

    async def security(self, someone: Someone) -> second_factor_pb2.AccountSecurity:
        """What the security page shows."""
        got = await self.factors.GetAccountSecurity(
            second_factor_pb2.GetAccountSecurityRequest(person_id=str(someone.person_id)),
            metadata=someone.metadata,
        )
        security: second_factor_pb2.AccountSecurity = got.account_security
        return security

    def mails(self, kind: str = "") -> list[Any]:
        """The mails that were queued, in order, of one kind or all."""

        def read(tx: Transaction) -> list[Any]:
            rows = tx.execute(select(mails).order_by(mails.c.create_time, mails.c.mail_id)).all()
            return [row for row in rows if not kind or row.kind == kind]

        return within(self.identity.database, read)

    def mailed_code(self, kind: str) -> str:
        """The code in the last mail of a kind."""
        found = re.search(r"Code: +([0-9A-Z-]{9})", self.mails(kind)[-1].body)
        assert found
        return found.group(1)


class Device:
    """An authenticator made of software: it answers as a browser passes a device's answer on."""

    def __init__(self, origin: str = ORIGIN, *, verifies: bool = True, counts: bool = True) -> None:
        self.origin = origin
        self.verifies = verifies
        self.counts = counts
        self.count = 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.user_handle = b""

    def register(self, options_json: str) -> str:
        """RegistrationResponseJSON with attestation "none"."""
        options = json.loads(options_json)
        self.user_handle = unpadded_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        cose_key = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32),
            -3: numbers.y.to_bytes(32),
        }
        attested = (
            bytes(16)
            + len(self.credential_id).to_bytes(2)
            + self.credential_id
            + cbor2.dumps(cose_key)
        )
        data = self._authenticator_data(options["rp"]["id"], attested)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": unpadded(self._client_data("webauthn.create", options)),
            "attestationObject": unpadded(attestation),
            "transports": ["internal"],
        }
        return self._answer(response)

    def sign(self, options_json: str) -> str:
        """AuthenticationResponseJSON."""
        options = json.loads(options_json)
        data = self._authenticator_data(options["rpId"])
        client_data = self._client_data("webauthn.get", options)
        signed = data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": unpadded(client_data),
            "authenticatorData": unpadded(data),
            "signature": unpadded(self.key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": unpadded(self.user_handle),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, Any]) -> str:
        credential_id = unpadded(self.credential_id)
        return json.dumps(
            {
                "id": credential_id,
                "rawId": credential_id,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps(
            {
                "type": kind,
                "challenge": options["challenge"],
                "origin": self.origin,
                "crossOrigin": False,
            }
        ).encode()

    def _authenticator_data(self, host: str, attested: bytes = b"") -> bytes:
        if self.counts:
            self.count += 1
        flags = 0x01 | (0x04 if self.verifies else 0) | (0x40 if attested else 0)
        return (
            hashlib.sha256(host.encode()).digest()
            + bytes([flags])
            + self.count.to_bytes(4)
            + attested
        )


def unpadded(content: bytes) -> str:
    """In base64url as browsers write it."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def unpadded_bytes(text: str) -> bytes:
    """What base64url stands for."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _add_account(tx: Transaction, role: Role, short_password: bool) -> Account:
    person_id = uuid4()
    user_name = f"x{person_id.hex[:10]}"
    account = Account(
        person_id=person_id,
        user_name=user_name,
        mailbox=f"{user_name}@leuphana.example",
        name=PersonName("Ayşe", "Öztürk"),
        roles=frozenset({role}),
        state=AccountState.ACTIVE,
        created_at=tx.now,
        version=1,
    )
    add_account(tx, account, PasswordHashing(1, 8).hash(PASSWORD))
    if short_password:
        hashed = PasswordHashing(1, 8).hash("Möwe 27!")
        set_password_hash(tx, person_id, hashed, needs_second_factor=True)
    return account
