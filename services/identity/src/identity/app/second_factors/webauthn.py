"""Web Authentication's own forms: options for devices, and the check of what they answer.

Nothing here touches the database; py_webauthn does the cryptography.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from identity.app.second_factors.passkeys import Asked, NewPasskey, ProvenPasskey
from identity.domain.accounts import Account
from identity.domain.passkeys import CHALLENGE_VALIDITY, Passkey, RelyingParty
from identity.store.passkeys import StoredPasskey

# In the order of preference. RS256 for Windows, which makes no other keys in its TPM.
_ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_TIMEOUT_MILLISECONDS = int(CHALLENGE_VALIDITY.total_seconds() * 1000)
_TRANSPORTS = {transport.value for transport in AuthenticatorTransport}

# What py_webauthn raises on input that was tampered with. Version 3.0.1 wraps most of it, but lets
# faults of decoding base64, CBOR and text through.
_FAULTS = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer whose form is right; nothing of it is believed yet."""

    credential_json: str
    challenge: bytes
    credential_id: str
    user_handle: bytes


def registration_options(party: RelyingParty, asked: Asked, account: Account) -> str:
    """PublicKeyCredentialCreationOptionsJSON: a passkey that needs no user name, and verifies."""
    return options_to_json(
        generate_registration_options(
            rp_id=party.host,
            rp_name=party.name,
            user_id=account.person_id.bytes,
            user_name=account.user_name,
            user_display_name=f"{account.name.given_names} {account.name.family_name}",
            challenge=asked.challenge,
            timeout=_TIMEOUT_MILLISECONDS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_descriptors(asked.passkeys),
            supported_pub_key_algs=_ALGORITHMS,
        )
    )


def authentication_options(party: RelyingParty, asked: Asked) -> str:
    """PublicKeyCredentialRequestOptionsJSON."""
    return options_to_json(
        generate_authentication_options(
            rp_id=party.host,
            challenge=asked.challenge,
            timeout=_TIMEOUT_MILLISECONDS,
            allow_credentials=_descriptors(asked.passkeys),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def check_new_passkey(party: RelyingParty, credential_json: str) -> NewPasskey | None:
    """The passkey that a device made; None where its answer does not hold.

    Whether the challenge in it was ever given is for the transaction to find out.
    """
    try:
        credential = parse_registration_credential_json(credential_json)
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
    except _FAULTS:
        return None
    return NewPasskey(
        challenge=challenge,
        credential_id=bytes_to_base64url(verified.credential_id),
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        transports=tuple(each.value for each in credential.response.transports or ()),
        synced=verified.credential_backed_up,
    )


def read_answer(credential_json: str) -> Answered | None:
    """Which passkey and challenge an answer is about; None for what is no answer."""
    try:
        credential = parse_authentication_credential_json(credential_json)
        return Answered(
            credential_json,
            parse_client_data_json(credential.response.client_data_json).challenge,
            bytes_to_base64url(credential.raw_id),
            credential.response.user_handle or b"",
        )
    except _FAULTS:
        return None


def check_answer(
    party: RelyingParty, answered: Answered, stored: StoredPasskey | None
) -> ProvenPasskey:
    """The answer after its origin, user verification and signature were checked.

    The counter is left to the transaction: py_webauthn would only refuse, and nobody be told.
    """
    sign_count = _counted(party, answered, stored) if stored else None
    return ProvenPasskey(
        challenge=answered.challenge,
        credential_id=answered.credential_id,
        sign_count=sign_count or 0,
        user_handle=answered.user_handle,
        holds=sign_count is not None,
    )


def _counted(party: RelyingParty, answered: Answered, stored: StoredPasskey) -> int | None:
    try:
        return verify_authentication_response(
            credential=answered.credential_json,
            expected_challenge=answered.challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=stored.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        ).new_sign_count
    except _FAULTS:
        return None


def _descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(each.credential_id),
            transports=[
                AuthenticatorTransport(name) for name in each.transports if name in _TRANSPORTS
            ],
        )
        for each in passkeys
    ]
