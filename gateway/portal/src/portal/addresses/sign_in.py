"""Signing in and out, confirming who one is, sessions, devices and passwords."""

from matrikel.identity.v1 import password_pb2, session_pb2

from portal.access import method_of
from portal.page import POST, Page
from portal.pages import confirm, own_password, own_sessions, second_step, sign_in
from portal.pages.staff import password_blocks

_SESSIONS = session_pb2.DESCRIPTOR, "SessionService"
_PASSWORDS = password_pb2.DESCRIPTOR, "PasswordService"
_PROVE_AGAIN = method_of(*_SESSIONS, "ProveAgain")
_LIST_SESSIONS = method_of(*_SESSIONS, "ListSessions")
_END_SESSION = method_of(*_SESSIONS, "EndSession")
_END_OTHER_SESSIONS = method_of(*_SESSIONS, "EndOtherSessions")
_REMOVE_DEVICE = method_of(*_SESSIONS, "RemoveDevice")
_CHANGE_PASSWORD = method_of(*_PASSWORDS, "ChangePassword")
_LIST_BLOCKS = method_of(*_PASSWORDS, "ListPasswordBlocks")
_LIFT_BLOCK = method_of(*_PASSWORDS, "LiftPasswordBlock")

_PATH = own_sessions.PATH

SIGN_IN = (
    Page("sign-in", sign_in.show),
    Page("sign-in", sign_in.submit, method=POST),
    Page("sign-in/second-factor", second_step.submit, method=POST, form_path="sign-in"),
    Page("sign-out", sign_in.sign_out, method=POST, form_path="signed-out"),
    Page("signed-out", sign_in.signed_out),
    Page("confirm", confirm.show, _PROVE_AGAIN),
    Page("confirm", confirm.submit, _PROVE_AGAIN, POST),
    Page(_PATH, own_sessions.show, _LIST_SESSIONS),
    Page(f"{_PATH}/{{session_id:uuid}}/end", own_sessions.end, _END_SESSION, POST, _PATH),
    Page(f"{_PATH}/end-others", own_sessions.end_others, _END_OTHER_SESSIONS, POST, _PATH),
    Page(
        "account/devices/{device_id:uuid}/remove",
        own_sessions.remove_device,
        _REMOVE_DEVICE,
        POST,
        _PATH,
    ),
    Page(own_password.PATH, own_password.show, _CHANGE_PASSWORD),
    Page(own_password.PATH, own_password.submit, _CHANGE_PASSWORD, POST),
    Page(password_blocks.PATH, password_blocks.show, _LIST_BLOCKS),
    Page(
        f"{password_blocks.PATH}/{{person_id:uuid}}/lift",
        password_blocks.lift,
        _LIFT_BLOCK,
        POST,
        password_blocks.PATH,
    ),
)
