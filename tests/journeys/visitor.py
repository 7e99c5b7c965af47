"""What visitors do with the pages: they read, follow links, press buttons and fill in fields."""

import re
from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type

from chassis.values import Language
from playwright.sync_api import Locator, Page, Response
from portal.texts import Texts, load_texts

load_texts_once = cache(load_texts)


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser window who reads the pages in one language.

    Links, buttons and fields are named by the keys of the portal's texts: a journey says what
    somebody does; the texts say how the page calls it.
    """

    page: Page
    base_url: str
    language: Language

    @property
    def texts(self) -> Texts:
        """The sentences of the visitor's language."""
        return load_texts_once(self.language)

    def address(self, path: str) -> str:
        """The whole address of a page: "exams/tree"."""
        return f"{self.base_url}/{self.language}/{path}"

    def open(self, path: str) -> Response:
        """Types an address and waits for the page."""
        answer = self.page.goto(self.address(path))
        assert answer is not None
        return answer

    def follow(self, key: str, within: Locator | None = None) -> None:
        """Clicks a link in the page's content, or in a part of the page."""
        place = within or self.page.get_by_role("main")
        place.get_by_role("link", name=self.texts(key), exact=True).click()

    def press(self, key: str) -> None:
        """Presses a button in the page's content."""
        self.page.get_by_role("main").get_by_role(
            "button", name=self.texts(key), exact=True
        ).click()

    def press_in(self, sitting: Locator, key: str) -> None:
        """Presses a button or link of a sitting; its name goes on with the exam's for those who
        do not see where it stands."""
        name = re.compile(re.escape(self.texts(key)))
        sitting.get_by_role("button", name=name).or_(sitting.get_by_role("link", name=name)).click()

    def fill_in(self, key: str, value: str) -> None:
        """Writes into a field."""
        self.page.get_by_label(self.texts(key), exact=True).fill(value)

    def fill_in_optional(self, key: str, value: str) -> None:
        """Writes into a field that may be left out, as its label says."""
        label = f"{self.texts(key)} {self.texts('form.optional')}"
        self.page.get_by_label(label, exact=True).fill(value)

    def choose(self, key: str, value: str) -> None:
        """Chooses from a list by the value that is sent."""
        self.page.get_by_label(self.texts(key), exact=True).select_option(value)

    def upload(self, key: str, name: str, content: bytes) -> None:
        """Chooses a file; its type is what browsers guess from its name."""
        self.page.get_by_label(self.texts(key), exact=True).set_input_files(
            {"name": name, "mimeType": guess_type(name)[0] or "", "buffer": content}
        )

    @property
    def heading(self) -> str:
        """The page's one first-level heading."""
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def alert(self) -> Locator:
        """The message that a screen reader announces."""
        return self.page.locator("[role=alert], [role=status]")

    def error_at(self, field_id: str) -> Locator:
        """What stands against a field, next to it."""
        return self.page.locator(f"#{field_id}-error")

    def fact(self, label: str) -> str:
        """The value that stands beside a label: "VerifikationsNr"."""
        label_of_fact = self.page.locator("dt").get_by_text(label, exact=True)
        item = self.page.locator("dl > div").filter(has=label_of_fact)
        return item.locator("dd").first.inner_text()

    def sign_in(self, user_name: str, password: str) -> None:
        """Signs in on the page that is open or, from elsewhere, on the page for it."""
        if not self.page.locator("#password").count():
            self.open("sign-in")
        self.fill_in("sign_in.user_name", user_name)
        self.fill_in("sign_in.password", password)
        self.press("layout.sign_in")

    def sign_out(self) -> None:
        """Presses the button at the top of every page."""
        self.page.get_by_role("banner").get_by_role(
            "button", name=self.texts("layout.sign_out")
        ).click()

    def accept_terms_if_asked(self) -> None:
        """Accepts the terms where the way to the exams leads to them."""
        if self.page.locator("#accepted").count():
            self.page.get_by_label(self.texts("terms.tick")).check()
            self.press("terms.next")

    def sittings_to_register_for(self) -> Locator:
        """The sittings in the tree that have a button for a seat, visible or not."""
        name = re.compile(re.escape(self.texts("tree.register_seat")))
        button = self.page.get_by_role("button", name=name, include_hidden=True)
        return self.page.locator("article.sitting").filter(has=button)

    def sitting(self, sitting_id: str) -> Locator:
        """A sitting in the tree, its branches opened."""
        found = self.page.locator(f"#sitting-{sitting_id}")
        self.unfold(found)
        return found

    def open_tree(self, user_name: str, password: str) -> None:
        """Signs in on the way to the tree and accepts the terms."""
        self.open("exams/tree")
        self.sign_in(user_name, password)
        self.accept_terms_if_asked()

    def unfold(self, inner: Locator) -> None:
        """Opens the branches of the tree that hide something, from the outermost inwards."""
        branches = inner.locator("xpath=ancestor::details")
        for number in range(branches.count()):
            branch = branches.nth(number)
            if branch.get_attribute("open") is None:
                branch.locator("summary").first.click()
