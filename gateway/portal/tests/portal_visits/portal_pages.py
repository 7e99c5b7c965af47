"""Reads pages as a browser does: headings, links, forms, landmarks."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Page:
    """What a test asks of a page."""

    language: str = ""
    title: str = ""
    text: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    controls: list[str] = field(default_factory=list)

    def form(self, action_end: str) -> Form:
        """The first form whose action ends so."""
        return next(form for form in self.forms if form.action.endswith(action_end))

    def first(self, level: int) -> str:
        return next(text for depth, text in self.headings if depth == level)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._heading = 0
        self._in_title = False
        self._words: list[str] = []
        # The select or textarea that is being read, and the selects that have a value.
        self._open_control = ""
        self._is_textarea = False
        self._chosen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        page = self.page
        if "id" in named:
            page.ids.append(named["id"])
        if tag == "html":
            page.language = named.get("lang", "")
        elif tag == "title":
            self._in_title = True
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading = int(tag[1])
            page.headings.append((self._heading, ""))
        elif tag == "a":
            page.links.append(named.get("href", ""))
        elif tag == "link" or (tag == "script" and "src" in named):
            page.assets.append(named.get("href", "") or named["src"])
        elif tag in ("header", "nav", "main", "footer"):
            page.landmarks.append(tag)
        elif tag == "form":
            self._chosen.clear()
            page.forms.append(Form(named.get("action", ""), named.get("method", "get")))
        elif tag == "label":
            page.labelled.add(named.get("for", ""))
        elif tag in ("input", "select", "textarea"):
            self._control(tag, named)
        elif tag == "option" and self._open_control:
            self._option(named)

    def _control(self, tag: str, named: dict[str, str]) -> None:
        if named.get("type") != "hidden":
            self.page.controls.append(named.get("id", ""))
        if tag == "input" and named.get("type") in ("checkbox", "radio") and "checked" not in named:
            return
        if "name" in named:
            self.page.forms[-1].fields[named["name"]] = named.get("value", "")
        self._open_control = named.get("name", "") if tag in ("select", "textarea") else ""
        self._is_textarea = tag == "textarea"

    def _option(self, named: dict[str, str]) -> None:
        """The chosen option, else the first one, as browsers send it."""
        fields, name = self.page.forms[-1].fields, self._open_control
        if "selected" in named or name not in self._chosen:
            self._chosen.add(name)
            fields[name] = named.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in ("select", "textarea"):
            self._open_control = ""
        elif self._heading and tag == f"h{self._heading}":
            self._heading = 0

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data
            return
        if self._open_control and self._is_textarea:
            self.page.forms[-1].fields[self._open_control] += data
        self._words.append(data)
        if self._heading:
            level, text = self.page.headings[-1]
            self.page.headings[-1] = (level, f"{text}{data}".strip())

    def read(self, html: str) -> Page:
        self.feed(html)
        self.page.text = " ".join(" ".join(self._words).split())
        return self.page


def read(answer: httpx.Response) -> Page:
    """The page in an answer."""
    return _Reader().read(answer.text)


def internal_links(page: Page, address: str) -> set[str]:
    """Addresses on the same host that the page links to, without fragments."""
    absolute = {urljoin(address, link) for link in page.links if not link.startswith("mailto:")}
    # The gateway answers below /v1.
    return {
        link.split("#")[0]
        for link in absolute
        if link.startswith("http://portal.test") and "/v1/" not in link
    }
