"""A person at a browser: follows redirects, keeps cookies, signs in, answers what pages ask."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.conformance.pages import Form, Page, read
from tests.conformance.started_provider import Login, Provider

MOST_STEPS = 20


@dataclass(frozen=True)
class Returned:
    """The browser was sent away from the provider: to a client's address, with parameters."""

    address: str
    parameters: dict[str, str]
    method: str = "GET"

    @property
    def code(self) -> str:
        """The authorization code. Raises KeyError where the answer is an error."""
        return self.parameters["code"]


class Browser:
    """One browser profile. `seen` are the pages that were shown, in order."""

    def __init__(self, provider: Provider, login: Login) -> None:
        self.provider = provider
        self.login = login
        self.seen: list[Page] = []
        self.http = httpx.AsyncClient(verify=provider.trust, timeout=30)

    async def close(self) -> None:
        """Closes the browser."""
        await self.http.aclose()

    async def open(self, url: str) -> Page | Returned:
        """Goes to an address and on to wherever it leads."""
        return await self._follow(self.http.build_request("GET", url))

    async def send(self, form: Form, **fields: str) -> Page | Returned:
        """Sends a form with what was typed into it."""
        if not self._is_own(form.action):
            return Returned(form.action, {**form.fields, **fields}, form.method)
        if form.method == "GET":
            request = self.http.build_request("GET", form.action, params={**form.fields, **fields})
        else:
            request = self.http.build_request(
                "POST",
                form.action,
                data={**form.fields, **fields},
                headers={"origin": self.provider.issuer, "sec-fetch-site": "same-origin"},
            )
        return await self._follow(request)

    async def post_from_elsewhere(self, url: str, fields: dict[str, str]) -> Page | Returned:
        """Sends a form that stands on a page of another site, without the cookies of this one:
        those are SameSite=Lax, which browsers keep back from such a POST."""
        request = self.http.build_request(
            "POST",
            url,
            data=fields,
            headers={"origin": "https://client.example", "sec-fetch-site": "cross-site"},
        )
        request.headers.pop("cookie", None)
        return await self._follow(request)

    async def authorize(self, url: str) -> Returned:
        """Goes through a sign-in at the provider until it sends the browser back to the client:
        types name and password and agrees, where the pages ask for it."""
        return await self.answer_questions(await self.open(url))

    async def answer_questions(self, at: Page | Returned) -> Returned:
        """Signs in and agrees from a page on, until the provider sends the browser back."""
        for _ in range(MOST_STEPS):
            if isinstance(at, Returned):
                return at
            if (sign_in := at.form_with("password")) is not None:
                at = await self.send(
                    sign_in, user_name=self.login.user_name, password=self.login.password
                )
            elif (consent := at.form_to("/consent")) is not None:
                at = await self.send(consent, decision="allow")
            else:
                break
        raise AssertionError(f"the provider stops at {at!r}")

    def was_asked_to_sign_in(self) -> bool:
        """Whether a sign-in form was among the pages shown."""
        return any(page.form_with("password") is not None for page in self.seen)

    def forget_pages(self) -> None:
        """Begins a new list of pages seen."""
        self.seen.clear()

    def _is_own(self, url: str) -> bool:
        return url.startswith(f"{self.provider.issuer}/")

    async def _follow(self, request: httpx.Request) -> Page | Returned:
        for _ in range(MOST_STEPS):
            answer = await self.http.send(request)
            if not answer.is_redirect:
                return self._shown(read(answer))
            target = str(answer.url.join(answer.headers["location"]))
            if not self._is_own(target):
                return returned_to(target)
            # 307 repeats the form; the other ones are followed with GET.
            assert answer.status_code in (302, 303), answer.status_code
            request = self.http.build_request("GET", target)
        raise AssertionError(f"too many redirects, the last one to {request.url}")

    def _shown(self, page: Page) -> Page | Returned:
        self.seen.append(page)
        leaving = [form for form in page.forms if not self._is_own(form.action)]
        if leaving:
            # A form_post page, which scripts or the person send on.
            return Returned(leaving[0].action, leaving[0].fields, leaving[0].method)
        return page


def returned_to(target: str) -> Returned:
    """A redirect away from the provider, taken apart."""
    parts = urlsplit(target)
    return Returned(
        f"{parts.scheme}://{parts.netloc}{parts.path}",
        dict(parse_qsl(parts.query, keep_blank_values=True)),
    )
