"""FreeRADIUS lets devices into WiFi and VPN with the password that was made for each of them."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from matrikel.identity.v1 import service_password_pb2

from services.identity.tests.services_factories import new_id
from tests.integration.recipes.debian import (
    RECIPES,
    fill_in,
    free_port,
    open_folder,
    require_package,
    started,
)
from tests.integration.recipes.university import Device, RecipeUniversity

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECIPE = RECIPES / "freeradius"
SECRET = "testing123"
# What stands in Debian's radiusd.conf beside the recipe: in a folder, on loopback.
MAIN = """
prefix = /usr
libdir = /usr/lib/freeradius
confdir = {folder}
logdir = {folder}
run_dir = {folder}
pidfile = {folder}/freeradius.pid
max_request_time = 10
cleanup_delay = 1
max_requests = 1024
hostname_lookups = no
log {{
  destination = stdout
}}
security {{
  allow_core_dumps = no
  reject_delay = 0
  max_attributes = 200
  status_server = no
}}
thread pool {{
  start_servers = 2
  max_servers = 8
  min_spare_servers = 1
  max_spare_servers = 4
  max_requests_per_server = 0
}}
client gateway {{
  ipaddr = 127.0.0.1
  secret = {secret}
}}
$INCLUDE matrikel.conf
modules {{
  always ok {{
    rcode = ok
  }}
  always reject {{
    rcode = reject
  }}
  $INCLUDE mods-available/
}}
policy {{
  $INCLUDE policy.d/
}}
$INCLUDE sites-available/
"""
NETWORK = """
network={{
  ssid="eduroam"
  key_mgmt=WPA-EAP
  eap=TTLS
  identity="{user_name}"
  anonymous_identity="anonymous"
  password="{password}"
  ca_cert="{certificate}"
  phase2="auth=PAP"
}}
"""


@dataclass(frozen=True)
class RadiusServer:
    """A running FreeRADIUS."""

    port: int
    folder: Path

    async def ask(self, user_name: str, password: str) -> str:
        """What a VPN gateway is answered to a password that somebody typed (PAP)."""
        request = f'User-Name = "{user_name}"\nUser-Password = "{password}"\n'
        return await self._run(["radclient", "-x", "-r1", "-t5", *self._at], request)

    async def ask_inside_a_tunnel(self, user_name: str, password: str) -> str:
        """What an access point is answered to a device (EAP-TTLS with PAP)."""
        network = self.folder / "network.conf"
        network.write_text(
            NETWORK.format(
                user_name=user_name, password=password, certificate=self.folder / "radius.pem"
            )
        )
        command = ["eapol_test", "-c", str(network), "-a", "127.0.0.1", "-p", str(self.port)]
        return await self._run([*command, "-s", SECRET, "-r0", "-t8"], "")

    @property
    def _at(self) -> tuple[str, ...]:
        return (f"127.0.0.1:{self.port}", "auth", SECRET)

    async def _run(self, command: list[str], request: str) -> str:
        done = await asyncio.to_thread(
            subprocess.run, command, input=request, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def radius(university: RecipeUniversity) -> AsyncIterator[RadiusServer]:
    """FreeRADIUS with the recipe's files, changed as a university would change them."""
    require_package("freeradius", "/usr/sbin/freeradius")
    require_package("freeradius-rest", "/usr/lib/freeradius/rlm_rest.so")
    require_package("freeradius-utils", "/usr/bin/radclient")
    client = university.register_server_of("wifi")
    with ExitStack() as stack:
        folder = stack.enter_context(open_folder())
        server = RadiusServer(free_port(), folder)
        configure(folder, server.port, university, client.client_id, client.secret)
        command = ["/usr/sbin/freeradius", "-f", "-l", "stdout", "-d", str(folder), "-n", "radiusd"]
        stack.enter_context(started([*command, "-x"], folder, "Ready to process requests"))
        yield server


def configure(
    folder: Path, port: int, university: RecipeUniversity, client_id: str, secret: str
) -> None:
    """Writes what stands in /etc/freeradius/3.0."""
    main = MAIN.format(folder=folder, secret=SECRET)
    (folder / "radiusd.conf").write_text(main)
    for part in ("mods-available", "policy.d", "sites-available"):
        shutil.copytree(RECIPE / part, folder / part)
    # Any certificate does: devices of the test are told to trust it.
    shutil.copy(university.ca_file, folder / "radius.pem")
    shutil.copy(university.ca_file.with_suffix(".key"), folder / "radius.key")
    fill_in(
        RECIPE / "matrikel.conf",
        folder / "matrikel.conf",
        {
            "https://matrikel.example": university.url,
            "/etc/ssl/certs/ca-certificates.crt": str(folder / "radius.pem"),
            "00000000-0000-4000-8000-000000000000": client_id,
            "the secret that was shown once": secret,
            'listen_address = "*"': 'listen_address = "127.0.0.1"',
            "listen_port = 1812": f"listen_port = {port}",
            "/etc/freeradius/3.0/certs": str(folder),
        },
    )


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def device(university: RecipeUniversity) -> Device:
    """A student's laptop."""
    return await university.device("wifi")


async def test_the_devices_password_opens_the_network_of_students(
    radius: RadiusServer, device: Device
) -> None:
    answer = await radius.ask(device.user_name, device.password)
    assert "Received Access-Accept" in answer
    assert 'Tunnel-Private-Group-Id:0 = "30"' in answer
    assert "Tunnel-Type:0 = VLAN" in answer
    assert f"Class = 0x{b'students'.hex()}" in answer
    # What Matrikel said of the person goes no further.
    assert "AFFILIATION" not in answer


async def test_it_opens_the_wifi_inside_a_tunnel(radius: RadiusServer, device: Device) -> None:
    require_package("eapoltest", "/usr/bin/eapol_test")
    answer = await radius.ask_inside_a_tunnel(device.user_name, device.password)
    assert answer.rstrip().endswith("SUCCESS")
    network = answer.partition("(Tunnel-Private-Group-Id)")[2].split("Value: ")[1].split()[0]
    assert bytes.fromhex(network) == b"30"


async def test_another_password_opens_nothing(radius: RadiusServer, device: Device) -> None:
    wrong = f"{device.password}x"
    assert "Received Access-Reject" in await radius.ask(device.user_name, wrong)


async def test_what_is_typed_cannot_leave_its_place_in_the_request(
    radius: RadiusServer, device: Device
) -> None:
    for typed in (r"a\"b", r"\"}", "%{User-Name}", "${matrikel.client_secret}"):
        assert "Received Access-Reject" in await radius.ask(device.user_name, typed)


async def test_a_password_that_was_taken_back_opens_nothing(
    radius: RadiusServer, university: RecipeUniversity
) -> None:
    lost = await university.device("wifi")
    assert "Received Access-Accept" in await radius.ask(lost.user_name, lost.password)
    request = service_password_pb2.RevokeServicePasswordRequest(
        service_password_id=lost.service_password_id, request_id=new_id()
    )
    metadata = university.campus.person(lost.person_id)
    await university.campus.passwords.RevokeServicePassword(request, metadata=metadata)
    assert "Received Access-Reject" in await radius.ask(lost.user_name, lost.password)
