"""Where the visitor's account is signed in, and which devices it knows."""

from collections.abc import Callable

from matrikel.identity.v1 import session_pb2
from starlette.responses import Response

from portal.forms import id_of
from portal.visit import Visit

PATH = "account/sessions"
_DONE = ("ended", "others_ended", "removed")
_METHODS = ("pwd", "otp", "recovery", "hwk")


async def show(visit: Visit) -> Response:
    """The sessions that hold, and the devices; each with what ends it."""
    sessions = await visit.services.sessions.ListSessions(
        session_pb2.ListSessionsRequest(page_token=visit.asked("sessions_after"))
    )
    devices = await visit.services.sessions.ListDevices(
        session_pb2.ListDevicesRequest(page_token=visit.asked("devices_after"))
    )
    done = visit.asked("done")
    return visit.render(
        "own_sessions.html",
        sessions=sessions.sessions,
        more_sessions=sessions.next_page_token,
        devices=devices.devices,
        more_devices=devices.next_page_token,
        support=session_pb2.SESSION_KIND_SUPPORT,
        done=done if done in _DONE else "",
        needed=any(each.current and each.second_factor_needed for each in sessions.sessions),
        device_of=_device_words(visit),
        methods_of=lambda session: [one for one in session.amr if one in _METHODS],
    )


async def end(visit: Visit) -> Response:
    """Ends one session."""
    form = await visit.form()
    await visit.services.sessions.EndSession(
        session_pb2.EndSessionRequest(
            session_id=str(visit.request.path_params["session_id"]),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(PATH, done="ended")


async def end_others(visit: Visit) -> Response:
    """Ends all sessions but this one."""
    form = await visit.form()
    await visit.services.sessions.EndOtherSessions(
        session_pb2.EndOtherSessionsRequest(request_id=id_of(form, "request_id"))
    )
    return visit.go(PATH, done="others_ended")


async def remove_device(visit: Visit) -> Response:
    """Makes the account forget a device."""
    form = await visit.form()
    await visit.services.sessions.RemoveDevice(
        session_pb2.RemoveDeviceRequest(
            device_id=str(visit.request.path_params["device_id"]),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(PATH, done="removed")


def _device_words(
    visit: Visit,
) -> Callable[[session_pb2.Session | session_pb2.Device], str]:
    """Browser and operating system as one line."""

    def words(one: session_pb2.Session | session_pb2.Device) -> str:
        known = ", ".join(part for part in (one.browser, one.operating_system) if part)
        return known or visit.t("sessions.unknown_device")

    return words
