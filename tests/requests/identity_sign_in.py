"""Requests to identity about signing in, sessions, devices and passwords."""

from matrikel.identity.v1 import password_pb2, session_pb2, token_pb2

from tests.requests.named import Named, new_id, of


@of("identity.v1.SessionService", "CompleteSignIn")
def complete_sign_in(named: Named) -> session_pb2.CompleteSignInRequest:
    """A code for a sign-in that waits for one."""
    return session_pb2.CompleteSignInRequest(
        second_factor_challenge=named.second_factor_challenge, code="000000"
    )


@of("identity.v1.SessionService", "ProveAgain")
def prove_again(named: Named) -> session_pb2.ProveAgainRequest:
    """The password once more."""
    return session_pb2.ProveAgainRequest(password=named.password)


@of("identity.v1.SessionService", "GetOwnSession")
def get_own_session(_named: Named) -> session_pb2.GetOwnSessionRequest:
    """The session that asks."""
    return session_pb2.GetOwnSessionRequest()


@of("identity.v1.SessionService", "ListSessions")
def list_sessions(_named: Named) -> session_pb2.ListSessionsRequest:
    """The caller's sessions."""
    return session_pb2.ListSessionsRequest()


@of("identity.v1.SessionService", "EndSession")
def end_session(named: Named) -> session_pb2.EndSessionRequest:
    """The end of one session."""
    return session_pb2.EndSessionRequest(session_id=named.session_id, request_id=new_id())


@of("identity.v1.SessionService", "EndOtherSessions")
def end_other_sessions(_named: Named) -> session_pb2.EndOtherSessionsRequest:
    """The end of all other sessions."""
    return session_pb2.EndOtherSessionsRequest(request_id=new_id())


@of("identity.v1.SessionService", "ListDevices")
def list_devices(_named: Named) -> session_pb2.ListDevicesRequest:
    """The devices that the caller's account knows."""
    return session_pb2.ListDevicesRequest()


@of("identity.v1.SessionService", "RemoveDevice")
def remove_device(named: Named) -> session_pb2.RemoveDeviceRequest:
    """A device to be forgotten."""
    return session_pb2.RemoveDeviceRequest(device_id=named.device_id, request_id=new_id())


@of("identity.v1.PasswordService", "ChangePassword")
def change_password(named: Named) -> password_pb2.ChangePasswordRequest:
    """The password again as a new one."""
    return password_pb2.ChangePasswordRequest(
        current_password=named.password, new_password=named.password
    )


@of("identity.v1.PasswordService", "CheckPassword")
def check_password(named: Named) -> password_pb2.CheckPasswordRequest:
    """A hint about a password."""
    return password_pb2.CheckPasswordRequest(password=named.password)


@of("identity.v1.PasswordService", "ListPasswordBlocks")
def list_password_blocks(_named: Named) -> password_pb2.ListPasswordBlocksRequest:
    """The accounts whose password is off."""
    return password_pb2.ListPasswordBlocksRequest()


@of("identity.v1.PasswordService", "LiftPasswordBlock")
def lift_password_block(named: Named) -> password_pb2.LiftPasswordBlockRequest:
    """The person's password on again."""
    return password_pb2.LiftPasswordBlockRequest(person_id=named.person_id, request_id=new_id())


@of("identity.v1.TokenService", "CheckSession")
def check_session(named: Named) -> token_pb2.CheckSessionRequest:
    """Whether the session holds."""
    return token_pb2.CheckSessionRequest(session_id=named.session_id)
