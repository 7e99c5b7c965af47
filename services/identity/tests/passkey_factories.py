"""What tests of passkeys are made of, beside what second factors need anyway."""

from typing import Any

from matrikel.identity.v1 import passkey_pb2 as messages
from matrikel.identity.v1 import session_pb2

from services.identity.tests.factors_factories import PASSWORD, Device, FactorsDesk, Someone


class PasskeyDesk(FactorsDesk):
    """Registers passkeys and signs in with them, step by step."""

    async def start_registration(self, someone: Someone) -> str:
        """The options for a new passkey."""
        started = await self.passkeys.StartPasskeyRegistration(
            messages.StartPasskeyRegistrationRequest(person_id=str(someone.person_id)),
            metadata=someone.metadata,
        )
        options: str = started.options_json
        return options

    async def finish_registration(self, someone: Someone, answer: str) -> Any:
        """Keeps what a device answered."""
        return await self.passkeys.FinishPasskeyRegistration(
            messages.FinishPasskeyRegistrationRequest(
                person_id=str(someone.person_id), credential_json=answer
            ),
            metadata=someone.metadata,
        )

    async def signs_in(self, device: Device) -> session_pb2.SignedIn:
        """Signs in with a device alone."""
        return await self.passkey_sign_in(device.sign(await self.passkey_options()))

    async def password(self, someone: Someone) -> session_pb2.SignInResponse:
        """Signs in with the password."""
        answer: session_pb2.SignInResponse = await self.identity.sessions.SignIn(
            session_pb2.SignInRequest(user_name=someone.user_name, password=PASSWORD),
            metadata=self.identity.calling_service("gateway"),
        )
        return answer

    async def page(
        self, someone: Someone, size: int, token: str = ""
    ) -> messages.ListPasskeysResponse:
        """A page of somebody's passkeys."""
        request = messages.ListPasskeysRequest(
            person_id=str(someone.person_id), page_size=size, page_token=token
        )
        answer: messages.ListPasskeysResponse = await self.passkeys.ListPasskeys(
            request, metadata=someone.metadata
        )
        return answer

    async def listed(self, someone: Someone) -> list[messages.Passkey]:
        """Somebody's passkeys, the first page of them."""
        return list((await self.page(someone, 0)).passkeys)


def like(device: Device, **changes: Any) -> Device:
    """Another device with the same key."""
    other = Device(changes.pop("origin", device.origin), verifies=changes.pop("verifies", True))
    other.key, other.credential_id = device.key, device.credential_id
    other.user_handle, other.count = device.user_handle, device.count + 10
    for name, value in changes.items():
        setattr(other, name, value)
    return other
