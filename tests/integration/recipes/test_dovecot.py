"""Dovecot lets people read their mail with the service password that they made for it."""

import asyncio
import imaplib
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.integration.recipes.debian import (
    RECIPES,
    fill_in,
    free_port,
    nobody_special,
    open_folder,
    require_package,
    started,
)
from tests.integration.recipes.university import Device, RecipeUniversity

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECIPE = RECIPES / "dovecot"
# Everything that a machine of its own would have beside the recipe: in a folder, on loopback.
MAIN = """
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = {name}
log_path = /dev/stderr
protocols = imap
ssl = no
mail_location = maildir:~/Maildir
first_valid_uid = 1
auth_mechanisms = plain login
disable_plaintext_auth = yes
# Without the users dovecot and dovenull, and without root, who alone can change to them.
default_internal_user = {somebody.user}
default_internal_group = {somebody.group}
default_login_user = {somebody.user}
service auth-worker {{
  user = {somebody.user}
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
  client_limit = 100
}}
!include {folder}/auth-matrikel.conf.ext
"""


@dataclass(frozen=True)
class MailServer:
    """A running Dovecot."""

    port: int

    async def sign_in(self, user_name: str, password: str) -> tuple[str, str]:
        """What LOGIN is answered, and how many mails there are."""
        return await asyncio.to_thread(self._sign_in, user_name, password)

    def _sign_in(self, user_name: str, password: str) -> tuple[str, str]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as imap:
            try:
                answer, _ = imap.login(user_name, password)
            except imaplib.IMAP4.error as refused:
                return "NO", str(refused)
            _, [mails] = imap.select()
            return answer, (mails or b"").decode()


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def mail_server(university: RecipeUniversity) -> AsyncIterator[MailServer]:
    """Dovecot with the recipe's files, changed as a university would change them."""
    require_package("dovecot-imapd", "/usr/sbin/dovecot", "/usr/lib/dovecot/imap")
    require_package("dovecot-auth-lua", "/usr/lib/dovecot/modules/auth/libauthdb_lua.so")
    client = university.register_server_of("email")
    with ExitStack() as stack:
        folder = stack.enter_context(open_folder())
        server = MailServer(free_port())
        configure(folder, server.port, university, client.client_id, client.secret)
        command = ["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")]
        stack.enter_context(started(command, folder, "starting up for imap"))
        yield server


def configure(
    folder: Path, port: int, university: RecipeUniversity, client_id: str, secret: str
) -> None:
    """Writes what stands in /etc/dovecot."""
    somebody = nobody_special()
    main = MAIN.format(folder=folder, name=folder.name, port=port, somebody=somebody)
    (folder / "dovecot.conf").write_text(main)
    mail = folder / "mail"
    mail.mkdir()
    certificate = folder / "ca.pem"
    shutil.copy(university.ca_file, certificate)
    fill_in(
        RECIPE / "auth-matrikel.conf.ext",
        folder / "auth-matrikel.conf.ext",
        {
            "/etc/dovecot/matrikel.lua": str(folder / "matrikel.lua"),
            "uid=vmail gid=vmail home=/var/vmail/": (
                f"uid={somebody.user} gid={somebody.group} home={mail}/"
            ),
            "/etc/ssl/certs/ca-certificates.crt": str(certificate),
        },
    )
    fill_in(
        RECIPE / "matrikel.lua",
        folder / "matrikel.lua",
        {"/etc/dovecot/matrikel.settings": str(folder / "matrikel.settings")},
    )
    fill_in(
        RECIPE / "matrikel.settings",
        folder / "matrikel.settings",
        {
            "https://matrikel.example": university.url,
            "00000000-0000-4000-8000-000000000000": client_id,
            "the secret that was shown once": secret,
        },
    )
    (folder / "matrikel.settings").chmod(0o400)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def device(university: RecipeUniversity) -> Device:
    """A student's mail program."""
    return await university.device("email")


async def test_mail_opens_with_the_service_password(
    mail_server: MailServer, device: Device
) -> None:
    assert await mail_server.sign_in(device.user_name, device.password) == ("OK", "0")


async def test_the_address_of_the_mailbox_is_a_user_name_too(
    mail_server: MailServer, device: Device
) -> None:
    assert await mail_server.sign_in(device.mailbox, device.password) == ("OK", "0")


async def test_another_password_opens_nothing(mail_server: MailServer, device: Device) -> None:
    answer, why = await mail_server.sign_in(device.user_name, f"{device.password}x")
    assert answer == "NO"
    assert "AUTHENTICATIONFAILED" in why


async def test_a_password_of_another_service_opens_nothing(
    mail_server: MailServer, university: RecipeUniversity
) -> None:
    laptop = await university.device("wifi")
    answer, _ = await mail_server.sign_in(laptop.user_name, laptop.password)
    assert answer == "NO"
