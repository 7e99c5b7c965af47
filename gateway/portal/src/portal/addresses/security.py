"""Pages about signing in safely: second factors, passkeys, a forgotten password."""

from matrikel.identity.v1 import passkey_pb2, recovery_pb2, second_factor_pb2

from portal.access import method_of
from portal.page import POST, Page
from portal.pages import confirm_passkey, forgotten_password, sign_in_passkey
from portal.pages.security import overview, passkeys, recovery_address, recovery_codes, totp

_FACTORS, _PASSKEYS, _RECOVERY = (
    second_factor_pb2.DESCRIPTOR,
    passkey_pb2.DESCRIPTOR,
    recovery_pb2.DESCRIPTOR,
)
_SEE = method_of(_FACTORS, "SecondFactorService", "GetAccountSecurity")
_START_TOTP = method_of(_FACTORS, "SecondFactorService", "StartTotp")
_CONFIRM_TOTP = method_of(_FACTORS, "SecondFactorService", "ConfirmTotp")
_RENAME_TOTP = method_of(_FACTORS, "SecondFactorService", "RenameTotp")
_REMOVE_TOTP = method_of(_FACTORS, "SecondFactorService", "RemoveTotp")
_MAKE_CODES = method_of(_FACTORS, "SecondFactorService", "CreateRecoveryCodes")
_LIST_PASSKEYS = method_of(_PASSKEYS, "PasskeyService", "ListPasskeys")
_ADD_PASSKEY = method_of(_PASSKEYS, "PasskeyService", "StartPasskeyRegistration")
_RENAME_PASSKEY = method_of(_PASSKEYS, "PasskeyService", "RenamePasskey")
_REMOVE_PASSKEY = method_of(_PASSKEYS, "PasskeyService", "RemovePasskey")
_PROVE = method_of(_PASSKEYS, "PasskeyService", "StartPasskeyProof")
_SET_ADDRESS = method_of(_RECOVERY, "RecoveryService", "SetRecoveryAddress")
_CONFIRM_ADDRESS = method_of(_RECOVERY, "RecoveryService", "ConfirmRecoveryAddress")
_REMOVE_ADDRESS = method_of(_RECOVERY, "RecoveryService", "RemoveRecoveryAddress")

_HOME = "account/security"
_TOTP = f"{_HOME}/totp"
_CODES = f"{_HOME}/recovery-codes"
_KEYS = f"{_HOME}/passkeys"
_KEY = f"{_KEYS}/{{passkey_id:uuid}}"
_ADDRESS = f"{_HOME}/recovery-address"
_FORGOTTEN = "forgotten-password"

SECURITY = (
    Page(_HOME, overview.show, _SEE),
    Page(f"{_HOME}/set-up", overview.set_up, _SEE),
    Page(_TOTP, totp.show, _SEE),
    Page(f"{_TOTP}/start", totp.start, _START_TOTP, POST, _TOTP),
    Page(f"{_TOTP}/confirm", totp.confirm, _CONFIRM_TOTP, POST, _TOTP),
    Page(f"{_TOTP}/rename", totp.rename, _RENAME_TOTP, POST, _TOTP),
    Page(f"{_TOTP}/remove", totp.ask_to_remove, _REMOVE_TOTP),
    Page(f"{_TOTP}/remove", totp.remove, _REMOVE_TOTP, POST),
    Page(_CODES, recovery_codes.show, _SEE),
    Page(_CODES, recovery_codes.make, _MAKE_CODES, POST),
    Page(_KEYS, passkeys.show, _LIST_PASSKEYS),
    Page(f"{_KEYS}/add", passkeys.add, _ADD_PASSKEY),
    Page(f"{_KEYS}/add", passkeys.keep, _ADD_PASSKEY, POST),
    Page(f"{_KEY}/rename", passkeys.rename, _RENAME_PASSKEY, POST, _KEYS),
    Page(f"{_KEY}/remove", passkeys.ask_to_remove, _REMOVE_PASSKEY),
    Page(f"{_KEY}/remove", passkeys.remove, _REMOVE_PASSKEY, POST),
    Page(_ADDRESS, recovery_address.show, _SEE),
    Page(f"{_ADDRESS}/set", recovery_address.set_address, _SET_ADDRESS, POST, _ADDRESS),
    Page(f"{_ADDRESS}/confirm", recovery_address.confirm, _CONFIRM_ADDRESS, POST, _ADDRESS),
    Page(f"{_ADDRESS}/remove", recovery_address.remove, _REMOVE_ADDRESS, POST, _ADDRESS),
    Page("sign-in/passkey", sign_in_passkey.show),
    Page("sign-in/passkey/second", sign_in_passkey.second, None, POST, "sign-in"),
    Page("sign-in/passkey", sign_in_passkey.submit, method=POST),
    Page("confirm/passkey", confirm_passkey.show, _PROVE),
    Page("confirm/passkey", confirm_passkey.submit, _PROVE, POST),
    Page(_FORGOTTEN, forgotten_password.show),
    Page(_FORGOTTEN, forgotten_password.start, method=POST),
    Page(f"{_FORGOTTEN}/code", forgotten_password.show_code),
    Page(f"{_FORGOTTEN}/code", forgotten_password.prove, method=POST),
    Page(f"{_FORGOTTEN}/passkey", forgotten_password.ask_passkey, None, POST, _FORGOTTEN),
    Page(f"{_FORGOTTEN}/password", forgotten_password.finish, None, POST, _FORGOTTEN),
    Page(f"{_FORGOTTEN}/done", forgotten_password.done),
)
