"""Apache with mod_auth_openidc protects a page: signing in, the user's name, signing out."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from chassis.testing import until
from identity.domain.oidc.clients import GrantType

from tests.conformance.pages import Form, Page, read
from tests.conformance.started_provider import Login
from tests.integration.recipes.debian import (
    RECIPES,
    fill_in,
    free_port,
    open_folder,
    require_package,
    started,
)
from tests.integration.recipes.university import RecipeUniversity

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECIPE = RECIPES / "apache"
MODULES = Path("/usr/lib/apache2/modules")
LOADED = (
    "mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc", "dir", "mime", "env",
    "headers", "include", "socache_shmcb", "ssl",
)  # fmt: skip
MAIN = """
ServerRoot {folder}
ServerName 127.0.0.1
PidFile {folder}/apache2.pid
DefaultRuntimeDir {folder}
Listen 127.0.0.1:{port}
ErrorLog /dev/stderr
LogLevel notice
StartServers 1
TypesConfig /etc/mime.types
{modules}
IncludeOptional {folder}/matrikel-oidc.conf
Include {folder}/intranet.conf
"""


@dataclass(frozen=True)
class Intranet:
    """A running Apache with a protected part."""

    url: str

    @property
    def protected(self) -> str:
        """The protected page."""
        return f"{self.url}/protected/"


class PersonAtBoth:
    """A browser that goes to and fro between the intranet and the university."""

    def __init__(self, university: RecipeUniversity, login: Login) -> None:
        self.university = university
        self.login = login
        self.http = httpx.AsyncClient(
            verify=university.provider.trust, timeout=30, follow_redirects=True
        )

    async def open(self, url: str) -> Page:
        """Goes to an address and on to wherever it leads."""
        return read(await self.http.get(url))

    async def sign_in(self, page: Page) -> Page:
        """Fills in the university's form and comes back."""
        form = page.form_with("password")
        assert form is not None, page.text
        typed = {"user_name": self.login.user_name, "password": self.login.password}
        return await self._send(form, typed)

    async def sign_out_at_the_university(self) -> Page:
        """Presses the button on a page of the portal."""
        account = await self.open(f"{self.university.url}/en/account")
        button = account.form_to("/sign-out")
        assert button is not None, account.text
        return await self._send(button, {})

    async def _send(self, form: Form, typed: dict[str, str]) -> Page:
        answer = await self.http.post(
            form.action,
            data={**form.fields, **typed},
            headers={"origin": self.university.url, "sec-fetch-site": "same-origin"},
        )
        return read(answer)

    async def sees_the_page(self, intranet: Intranet) -> bool:
        """Whether the intranet shows the protected page without asking."""
        answer = await self.http.get(intranet.protected, follow_redirects=False)
        return answer.status_code == 200


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def intranet(university: RecipeUniversity) -> AsyncIterator[Intranet]:
    """Apache with the recipe's files, changed as a university would change them."""
    require_package("apache2", "/usr/sbin/apache2")
    require_package("libapache2-mod-auth-openidc", str(MODULES / "mod_auth_openidc.so"))
    with ExitStack() as stack:
        folder = stack.enter_context(open_folder())
        port = free_port()
        url = f"https://127.0.0.1:{port}"
        redirect_uri = f"{url}/protected/redirect_uri"
        client = university.register(
            grants=frozenset({GrantType.AUTHORIZATION_CODE}),
            redirect_uris=(redirect_uri,),
            post_logout_redirect_uris=(f"{url}/signed-out.html",),
            back_channel_logout_uri=f"{redirect_uri}?logout=backchannel",
            scopes=frozenset({"openid", "profile"}),
            claims=frozenset({"preferred_username", "name"}),
        )
        configure(folder, port, url, university, client.client_id, client.secret)
        command = ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", str(folder / "apache2.conf")]
        stack.enter_context(started(command, folder, "resuming normal operations"))
        await until(lambda: answers(university, url))
        yield Intranet(url)


async def answers(university: RecipeUniversity, url: str) -> bool:
    """Whether somebody listens there."""
    async with httpx.AsyncClient(verify=university.provider.trust) as http:
        try:
            return (await http.get(f"{url}/signed-out.html")).status_code == 200
        except httpx.TransportError:
            return False


def configure(
    folder: Path, port: int, url: str, university: RecipeUniversity, client_id: str, secret: str
) -> None:
    """Writes what stands in /etc/apache2 and /var/www."""
    main = MAIN.format(
        folder=folder,
        port=port,
        modules="\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED),
    )
    (folder / "apache2.conf").write_text(main)
    shutil.copy(university.ca_file, folder / "intranet.pem")
    shutil.copy(university.ca_file.with_suffix(".key"), folder / "intranet.key")
    fill_in(
        RECIPE / "matrikel-oidc.conf",
        folder / "matrikel-oidc.conf",
        {
            "https://matrikel.example": university.url,
            "00000000-0000-4000-8000-000000000000": client_id,
            "the secret that was shown once": secret,
            "https://intranet.example": url,
            r"^https://intranet\.example/": f"^{url}/",
            "/etc/ssl/certs/ca-certificates.crt": str(folder / "intranet.pem"),
        },
    )
    fill_in(
        RECIPE / "intranet.conf",
        folder / "intranet.conf",
        {
            "*:443": f"127.0.0.1:{port}",
            "ServerName intranet.example": f"ServerName 127.0.0.1:{port}",
            "/var/www/intranet": str(folder / "www"),
            "/etc/ssl/certs/intranet.example.pem": str(folder / "intranet.pem"),
            "/etc/ssl/private/intranet.example.key": str(folder / "intranet.key"),
        },
    )
    for page in ("protected/index.shtml", "signed-out.html"):
        encoded = url.replace(":", "%3A").replace("/", "%2F")
        changes = {"https%3A%2F%2Fintranet.example": encoded} if "protected" in page else {}
        fill_in(RECIPE / "www" / page, folder / "www" / page, changes)


@pytest_asyncio.fixture(loop_scope="session")
async def person(university: RecipeUniversity) -> AsyncIterator[PersonAtBoth]:
    """A student at a browser."""
    student = await university.provider.identity.student()
    login = Login(str(student.person_id), student.user_name, student.password)
    one = PersonAtBoth(university, login)
    yield one
    await one.http.aclose()


async def test_the_page_shows_who_signed_in_at_the_university(
    intranet: Intranet, person: PersonAtBoth
) -> None:
    asked = await person.open(intranet.protected)
    assert str(asked.address).startswith(person.university.url)
    shown = await person.sign_in(asked)
    assert str(shown.address) == intranet.protected
    assert person.login.user_name in shown.text


async def test_signing_out_there_signs_out_at_the_university(
    intranet: Intranet, person: PersonAtBoth
) -> None:
    await person.sign_in(await person.open(intranet.protected))
    out = await person.open(
        f"{intranet.protected}redirect_uri?logout={intranet.url}/signed-out.html"
    )
    assert str(out.address) == f"{intranet.url}/signed-out.html"
    asked = await person.open(intranet.protected)
    assert asked.form_with("password") is not None


async def test_signing_out_at_the_university_ends_the_session_there(
    intranet: Intranet, person: PersonAtBoth
) -> None:
    await person.sign_in(await person.open(intranet.protected))
    assert await person.sees_the_page(intranet)
    await person.sign_out_at_the_university()

    async def is_asked_again() -> bool:
        return not await person.sees_the_page(intranet)

    await asyncio.wait_for(until(is_asked_again), 15)
