"""What a browser sees of a page: its address, its heading, its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


@dataclass
class Form:
    """A form with what it sends when nothing is typed, and its buttons that send a value."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)


@dataclass
class Page:
    """A page that is shown to the person."""

    address: httpx.URL
    status: int
    headers: httpx.Headers
    heading: str
    text: str
    forms: list[Form]
    links: list[str]

    def form_with(self, field_name: str) -> Form | None:
        """The form that has a field, if the page shows one."""
        return next((one for one in self.forms if field_name in one.fields), None)

    def form_to(self, action_end: str) -> Form | None:
        """The form whose address ends so, query aside."""
        return next(
            (one for one in self.forms if one.action.partition("?")[0].endswith(action_end)), None
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.heading = ""
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "h1":
            self._in_heading = True
        elif tag == "a":
            self.links.append(named.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(named.get("action", ""), named.get("method", "get").upper()))
        elif tag == "input" and "name" in named and self.forms:
            unchecked = named.get("type") in ("checkbox", "radio") and "checked" not in named
            if not unchecked:
                self.forms[-1].fields[named["name"]] = named.get("value", "")
        elif tag == "button" and "name" in named and self.forms:
            self.forms[-1].buttons[named["name"]] = named.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in_heading:
            self.heading += data


def read(answer: httpx.Response) -> Page:
    """The page of an answer; its forms' and links' addresses are whole."""
    reader = _Reader()
    if answer.headers.get("content-type", "").startswith("text/html"):
        reader.feed(answer.text)
    address = str(answer.url)
    for form in reader.forms:
        form.action = urljoin(address, form.action)
    return Page(
        answer.url,
        answer.status_code,
        answer.headers,
        " ".join(reader.heading.split()),
        " ".join(" ".join(reader.words).split()),
        reader.forms,
        [urljoin(address, link) for link in reader.links],
    )
