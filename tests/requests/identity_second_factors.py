"""Requests to identity about second factors and forgotten passwords."""

from matrikel.identity.v1 import passkey_pb2, recovery_pb2, second_factor_pb2

from tests.requests.named import Named, new_id, of

# Well formed as a message; no device ever answered this.
_NO_ANSWER = "{}"


@of("identity.v1.SecondFactorService", "GetAccountSecurity")
def get_account_security(named: Named) -> second_factor_pb2.GetAccountSecurityRequest:
    """What protects the person's account."""
    return second_factor_pb2.GetAccountSecurityRequest(person_id=named.person_id)


@of("identity.v1.SecondFactorService", "StartTotp")
def start_totp(named: Named) -> second_factor_pb2.StartTotpRequest:
    """The seed of an authenticator app."""
    return second_factor_pb2.StartTotpRequest(person_id=named.person_id, name="Telefon")


@of("identity.v1.SecondFactorService", "ConfirmTotp")
def confirm_totp(named: Named) -> second_factor_pb2.ConfirmTotpRequest:
    """The first code of the app."""
    return second_factor_pb2.ConfirmTotpRequest(person_id=named.person_id, code="000000")


@of("identity.v1.SecondFactorService", "RenameTotp")
def rename_totp(named: Named) -> second_factor_pb2.RenameTotpRequest:
    """Another name for the app."""
    return second_factor_pb2.RenameTotpRequest(
        person_id=named.person_id, name="Tablet", request_id=new_id()
    )


@of("identity.v1.SecondFactorService", "RemoveTotp")
def remove_totp(named: Named) -> second_factor_pb2.RemoveTotpRequest:
    """The end of the app."""
    return second_factor_pb2.RemoveTotpRequest(person_id=named.person_id, request_id=new_id())


@of("identity.v1.SecondFactorService", "CreateRecoveryCodes")
def create_recovery_codes(named: Named) -> second_factor_pb2.CreateRecoveryCodesRequest:
    """New recovery codes."""
    return second_factor_pb2.CreateRecoveryCodesRequest(person_id=named.person_id)


@of("identity.v1.PasskeyService", "StartPasskeyRegistration")
def start_passkey_registration(named: Named) -> passkey_pb2.StartPasskeyRegistrationRequest:
    """The options for a new passkey."""
    return passkey_pb2.StartPasskeyRegistrationRequest(person_id=named.person_id)


@of("identity.v1.PasskeyService", "FinishPasskeyRegistration")
def finish_passkey_registration(named: Named) -> passkey_pb2.FinishPasskeyRegistrationRequest:
    """What a device answered."""
    return passkey_pb2.FinishPasskeyRegistrationRequest(
        person_id=named.person_id, credential_json=_NO_ANSWER
    )


@of("identity.v1.PasskeyService", "ListPasskeys")
def list_passkeys(named: Named) -> passkey_pb2.ListPasskeysRequest:
    """The person's passkeys."""
    return passkey_pb2.ListPasskeysRequest(person_id=named.person_id)


@of("identity.v1.PasskeyService", "RenamePasskey")
def rename_passkey(named: Named) -> passkey_pb2.RenamePasskeyRequest:
    """Another name for a passkey."""
    return passkey_pb2.RenamePasskeyRequest(
        person_id=named.person_id, passkey_id=new_id(), name="Notebook", request_id=new_id()
    )


@of("identity.v1.PasskeyService", "RemovePasskey")
def remove_passkey(named: Named) -> passkey_pb2.RemovePasskeyRequest:
    """The end of a passkey."""
    return passkey_pb2.RemovePasskeyRequest(
        person_id=named.person_id, passkey_id=new_id(), request_id=new_id()
    )


@of("identity.v1.PasskeyService", "StartPasskeySignIn")
def start_passkey_sign_in(_named: Named) -> passkey_pb2.StartPasskeySignInRequest:
    """The options for signing in with a passkey alone."""
    return passkey_pb2.StartPasskeySignInRequest()


@of("identity.v1.PasskeyService", "FinishPasskeySignIn")
def finish_passkey_sign_in(_named: Named) -> passkey_pb2.FinishPasskeySignInRequest:
    """What a device answered."""
    return passkey_pb2.FinishPasskeySignInRequest(credential_json=_NO_ANSWER)


@of("identity.v1.PasskeyService", "StartPasskeyProof")
def start_passkey_proof(_named: Named) -> passkey_pb2.StartPasskeyProofRequest:
    """The options for proving again."""
    return passkey_pb2.StartPasskeyProofRequest()


@of("identity.v1.PasskeyService", "FinishPasskeyProof")
def finish_passkey_proof(_named: Named) -> passkey_pb2.FinishPasskeyProofRequest:
    """What a device answered."""
    return passkey_pb2.FinishPasskeyProofRequest(credential_json=_NO_ANSWER)


@of("identity.v1.RecoveryService", "SetRecoveryAddress")
def set_recovery_address(named: Named) -> recovery_pb2.SetRecoveryAddressRequest:
    """A private address for the person."""
    return recovery_pb2.SetRecoveryAddressRequest(
        person_id=named.person_id, email_address="jemand@privat.example", request_id=new_id()
    )


@of("identity.v1.RecoveryService", "ConfirmRecoveryAddress")
def confirm_recovery_address(named: Named) -> recovery_pb2.ConfirmRecoveryAddressRequest:
    """The code that was mailed there."""
    return recovery_pb2.ConfirmRecoveryAddressRequest(person_id=named.person_id, code="ABCD-EFGH")


@of("identity.v1.RecoveryService", "RemoveRecoveryAddress")
def remove_recovery_address(named: Named) -> recovery_pb2.RemoveRecoveryAddressRequest:
    """The end of the address."""
    return recovery_pb2.RemoveRecoveryAddressRequest(person_id=named.person_id, request_id=new_id())


@of("identity.v1.RecoveryService", "StartPasswordReset")
def start_password_reset(named: Named) -> recovery_pb2.StartPasswordResetRequest:
    """A code for whoever has the user name."""
    return recovery_pb2.StartPasswordResetRequest(user_name=named.user_name)


@of("identity.v1.RecoveryService", "ProvePasswordReset")
def prove_password_reset(named: Named) -> recovery_pb2.ProvePasswordResetRequest:
    """The code that was mailed."""
    return recovery_pb2.ProvePasswordResetRequest(
        user_name=named.user_name, mailed_code="ABCD-EFGH"
    )


@of("identity.v1.RecoveryService", "FinishPasswordReset")
def finish_password_reset(named: Named) -> recovery_pb2.FinishPasswordResetRequest:
    """A new password."""
    return recovery_pb2.FinishPasswordResetRequest(
        reset_token="nobody-was-given-this-token", password=named.password
    )
