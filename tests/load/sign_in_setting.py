"""Identity in a process of its own, with people, their devices, and guessers."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE
from typing import TypeVar
from uuid import uuid4

import grpc
from chassis.clock import SystemClock
from chassis.database import Database, Transaction
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import until
from chassis.testing.databases import fresh_url
from chassis.testing.ports import free_port
from chassis.values import PersonName
from grpc_health.v1 import health_pb2, health_pb2_grpc
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.domain.accounts import Account, AccountState
from identity.domain.devices import Device, coarse_network
from identity.domain.random_secrets import secret_digest
from identity.domain.roles import Role
from identity.main import service
from identity.store.accounts import add_account
from identity.store.devices import add_device
from joserfc.jwk import ECKey
from matrikel.identity.v1 import session_pb2, session_pb2_grpc

from tests.load.guesser import Attack

PASSWORD = "Vier Laternen am Deich"
WRONG = "Fünf Laternen am Deich"
DEADLINE_SECONDS = 20.0
GUESSER = Path(__file__).with_name("guesser.py")
Metadata = tuple[tuple[str, str], ...]
T = TypeVar("T")


class SignInSetting:
    """A running service, people who sign in, and whoever guesses their passwords."""

    def __init__(self, folder: Path, server: str | None) -> None:
        url = fresh_url(service, folder, server)
        self.database = Database(url, threads=4)
        self.target = f"127.0.0.1:{free_port()}"
        self._folder = folder
        self._credential = ServiceCredential("gateway", self._gateway_key(), SystemClock())
        self._environment = {
            **os.environ,
            "MATRIKEL_IDENTITY_DATABASE_URL": url,
            "MATRIKEL_IDENTITY_PORT": self.target.rpartition(":")[2],
            "MATRIKEL_CALLERS_FILE": str(folder / "callers.json"),
            "MATRIKEL_MAIL_TARGET": f"maildir:{folder / 'mail'}",
            "MATRIKEL_LOG_LEVEL": "error",
            "MATRIKEL_DRAIN_SECONDS": "0",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._people = grpc.aio.insecure_channel(self.target)

    def _gateway_key(self) -> Path:
        key = ECKey.generate_key("P-256")
        path = self._folder / "gateway.pem"
        path.write_bytes(key.as_pem(private=True))
        public = {**key.as_dict(private=False), "kid": "gateway"}
        (self._folder / "callers.json").write_text(json.dumps({"keys": [public]}), encoding="utf-8")
        return path

    async def start(self) -> None:
        """Starts the service and waits until it serves."""
        self._launch()
        await until(self._serves, 60)

    def _launch(self) -> None:
        with (self._folder / "identity.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "identity", "serve"],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    async def close(self) -> None:
        """Ends everything."""
        await self._people.close(None)
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        self.database.close()

    def people(self, count: int) -> list[str]:
        """New students who all have the same password and a device known in the network of
        `home_of`, whose token is the user name."""
        return self.database.write_now(_people, count, PasswordHashing().hash(PASSWORD))

    async def sign_in(self, user_name: str, address: str, device_token: str = "") -> float:
        """Somebody signs in; the seconds that it takes. Who is turned away or waits too long counts
        with the longest wait, so that shedding people looks like no remedy."""
        began = time.perf_counter()
        try:
            await self._ask(self._people, user_name, PASSWORD, address, device_token)
        except grpc.aio.AioRpcError:
            return DEADLINE_SECONDS
        return time.perf_counter() - began

    async def guess(self, user_name: str, address: str) -> tuple[float, str]:
        """Somebody guesses; the seconds that it takes, and the code of the refusal."""
        began = time.perf_counter()
        try:
            await self._ask(self._people, user_name, WRONG, address)
        except grpc.aio.AioRpcError as error:
            return time.perf_counter() - began, error.code().name
        raise AssertionError("a wrong password signed somebody in")

    @asynccontextmanager
    async def attacked(
        self, rate: float, seconds: float, user_names: Sequence[str], addresses: Sequence[str]
    ) -> AsyncIterator["Counter[str]"]:
        """Guesses come from a process of their own; what they were answered is there at the end."""
        attack = Attack(
            self.target,
            self._credential.for_audience("identity"),
            WRONG,
            rate,
            seconds,
            user_names,
            addresses,
        )
        process = _guesser()
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        answered: Counter[str] = Counter()
        try:
            process.stdin.write(attack.as_json().encode())
            process.stdin.close()
            if await asyncio.to_thread(process.stdout.readline) != b"ready\n":
                raise AssertionError("the guesser did not begin")
            yield answered
            answered.update(json.loads(await asyncio.to_thread(process.stdout.read)))
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    async def _ask(
        self,
        channel: grpc.aio.Channel,
        user_name: str,
        password: str,
        address: str,
        device_token: str = "",
    ) -> None:
        metadata: Metadata = (
            ("matrikel-service-credential", self._credential.for_audience("identity")),
            ("matrikel-client-address", address),
        )
        request = session_pb2.SignInRequest(
            user_name=user_name, password=password, device_token=device_token
        )
        stub = session_pb2_grpc.SessionServiceStub(channel)
        await stub.SignIn(request, metadata=metadata, timeout=DEADLINE_SECONDS)

    async def _serves(self) -> bool:
        try:
            stub = health_pb2_grpc.HealthStub(self._people)
            answer = await stub.Check(health_pb2.HealthCheckRequest(), timeout=1)
        except grpc.aio.AioRpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def _guesser() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(GUESSER)], stdin=PIPE, stdout=PIPE)


async def at_rate(rate: float, seconds: float, call: Callable[[int], Awaitable[T]]) -> list[T]:
    """Calls at their intended moments, whether or not the earlier ones are answered."""
    began = time.perf_counter()
    calls = []
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        calls.append(asyncio.ensure_future(call(number)))
    return await asyncio.gather(*calls)


def home_of(user_name: str) -> str:
    """The address of somebody at home; hardly two people share its network."""
    number = int(user_name.removeprefix("lg")) % 2**16
    return f"10.{number >> 8}.{number & 255}.7"


def _people(tx: Transaction, count: int, password_hash: str) -> list[str]:
    names = []
    for _ in range(count):
        person_id = uuid4()
        user_name = f"lg{person_id.int % 10**12:012d}"
        account = Account(
            person_id=person_id,
            user_name=user_name,
            mailbox=f"{user_name}@stud.leuphana.example",
            name=PersonName("Ada", "Brandt"),
            roles=frozenset({Role.STUDENT}),
            state=AccountState.ACTIVE,
            created_at=tx.now,
            version=1,
        )
        add_account(tx, account, password_hash)
        network = coarse_network(home_of(user_name))
        year = timedelta(days=365)
        device = Device(uuid4(), person_id, "", "", network, tx.now, tx.now, tx.now + year)
        add_device(tx, device, secret_digest(user_name))
        names.append(user_name)
    return names
