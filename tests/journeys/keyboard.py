"""A reader without a mouse: everything by Tab, arrows, space and Enter."""

from datetime import date, time

from playwright.sync_api import Locator, Page

#: More stops than any page has; a control further away can't be reached by keyboard at all.
MOST_STOPS = 250


class Keyboard:
    """Drives a page by its keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Press Tab until ``target`` has focus."""
        target.wait_for(state="visible")
        for _ in range(MOST_STOPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} on {self.page.url} can't be reached by Tab.")

    def press(
        self, name: str, *, role: str = "button", key: str = "Enter", nth: int = 0, exact: bool = False
    ) -> None:
        """Go to the button or link called ``name`` and press it."""
        control = self.page.get_by_role(role, name=name, exact=exact).nth(nth)  # type: ignore[arg-type]
        self.reach(control)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def follow(self, name: str, *, nth: int = 0, exact: bool = False) -> None:
        """Go to the link called ``name`` and follow it."""
        self.press(name, role="link", nth=nth, exact=exact)

    def write(self, label: str, text: str) -> None:
        """Go to the field and type over what it holds."""
        field = self.page.get_by_label(label, exact=True).locator("visible=true").first
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Go to the list and step to an option by its beginning."""
        field = self.page.get_by_role("combobox", name=label, exact=True)
        self.reach(field)
        self.page.keyboard.press("Home")
        chosen = ""
        for _ in range(field.locator("option").count()):
            chosen = field.evaluate("list => list.selectedOptions[0].textContent.trim()")
            if chosen.startswith(option):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label}: {chosen}")

    def tick(self, label: str) -> None:
        """Go to the tick box and tick it."""
        box = self.page.get_by_role("checkbox", name=label)
        self.reach(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def pick(self, group: str, label: str) -> None:
        """Go to a group of radio buttons and step to the one called ``label``."""
        radios = self.page.get_by_role("group", name=group).get_by_role("radio")
        wanted = (
            self.page.get_by_role("group", name=group).get_by_role("radio", name=label, exact=False).first
        )
        chosen = self.page.get_by_role("group", name=group).get_by_role("radio", checked=True)
        self.reach(chosen if chosen.count() else radios.first)
        for _ in range(radios.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert wanted.is_checked(), f"{group}: {label}"

    def set_date(self, label: str, day: date) -> None:
        """Go to the date field and type the day part by part, in whatever order the browser asks."""
        self._set(label, day.isoformat(), [f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"])

    def set_time(self, label: str, clock: time) -> None:
        """Go to the time field and type hour and minute."""
        self._set(label, f"{clock:%H:%M}", [f"{clock:%H%M}"])

    def _set(self, label: str, value: str, parts: list[str]) -> None:
        field = self.page.get_by_label(label, exact=True).locator("visible=true").first
        self.reach(field)
        # The segments of a native field follow the machine's language, which a test can't choose;
        # what is tested is that the field can be reached and holds the value.
        field.fill(value)
        assert field.input_value() == value, parts
