"""The keyboard of visitors who have no mouse."""

from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor

# More than any page has places to stop at before the one that is wanted.
MOST_TABS = 120
# Whether somebody sees where the focus is: a line around the element, or around the whole card
# that a link stretches over, within the window.
# Between the last and the first place to stop, the browser's own bars have the focus.
SHOWS_FOCUS = """() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const hasLine = [null, "::after"].some(part => {
        const style = getComputedStyle(one, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const isInWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0;
    return one === document.body || (hasLine && isInWindow && one.matches(":focus-visible"));
}"""


@dataclass(frozen=True)
class Keys:
    """The keyboard of a visitor who has no mouse."""

    visitor: Visitor

    def press(self, key: str) -> None:
        """Presses one key and waits for the page that may follow."""
        self.visitor.page.keyboard.press(key)

    def reach(self, target: Locator) -> None:
        """Tabs to an element; wherever the focus stops on its way, one sees it."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
            # Browsers scroll smoothly to where the focus is.
            self.visitor.page.wait_for_function(SHOWS_FOCUS)
        raise AssertionError(f"the keyboard does not reach {target}")

    def type_into(self, key: str, text: str) -> None:
        """Tabs to a field and types."""
        self.reach(self.visitor.page.get_by_label(self.visitor.texts(key), exact=True))
        self.visitor.page.keyboard.type(text)

    def enter(self, target: Locator) -> None:
        """Tabs to a link or button, presses Enter and waits for the page behind it."""
        self.reach(target)
        with self.visitor.page.expect_navigation():
            self.press("Enter")

    def enter_within_page(self, target: Locator) -> None:
        """Tabs to a link to another part of the page and presses Enter."""
        self.reach(target)
        self.press("Enter")

    def button(self, key: str, within: str = "main") -> Locator:
        """A button by its text."""
        name = self.visitor.texts(key)
        return self.visitor.page.locator(within).get_by_role("button", name=name, exact=True)

    def link(self, key: str) -> Locator:
        """A link in the page's content by its text."""
        name = self.visitor.texts(key)
        return self.visitor.page.get_by_role("main").get_by_role("link", name=name, exact=True)
