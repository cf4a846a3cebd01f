"""A page as a test reads it: its words, its links, and the forms that stand on it.

It reads what a browser would be given, so that a test sends what a person could send.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
INLINE = frozenset({"a", "abbr", "b", "bdi", "code", "em", "kbd", "span", "strong", "time"})
SILENT = frozenset({"script", "style", "template"})
BUTTONS = frozenset({"submit", "button", "image", "reset"})
BOXES = frozenset({"checkbox", "radio"})


@dataclass(slots=True)
class Control:
    """One control of a form; `chosen` is false for a box that is not ticked."""

    name: str
    kind: str
    value: str
    identifier: str
    chosen: bool
    is_invalid: bool
    described_by: tuple[str, ...]
    options: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Form:
    """A form with what a browser would send if nobody typed anything."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def typed(self) -> dict[str, list[str]]:
        """Return the values by name, as they stand on the page."""
        values: dict[str, list[str]] = {}
        for control in self.controls:
            if control.name and control.chosen and control.kind != "file":
                values.setdefault(control.name, []).append(control.value)
        return values

    @property
    def fields(self) -> set[str]:
        """Return the names of its controls."""
        return {control.name for control in self.controls}

    def named(self, name: str) -> list[Control]:
        """Return the controls of a name: several for boxes."""
        return [control for control in self.controls if control.name == name]


class Page(HTMLParser):
    """A page's `text`, `title`, `links`, `forms`, and the words under each id in `by_id`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.title = ""
        self.heading = ""
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.by_id: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._form: Form | None = None
        self._words: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """Return all visible words, with single spaces."""
        return _joined(self._words)

    def form(self, action: str = "", names: Iterable[str] = ()) -> Form:
        """Return the first form whose address ends with `action` and that has all the `names`."""
        wanted = set(names)
        for each in self.forms:
            has_all = wanted <= {*(name for name, _value in each.buttons), *each.fields}
            if has_all and each.action.partition("?")[0].endswith(action):
                return each
        raise LookupError(f"No form {action} with {wanted} on “{self.title}”: {self.text[:600]}")

    def link(self, words: str) -> str:
        """Return the address of the first link whose words contain `words`."""
        for said, address in self.links:
            if words in said:
                return address
        raise LookupError(f"No link “{words}” on “{self.title}”: {self.text[:600]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._part(tag)
        self.by_id.setdefault(given.get("id", ""), "")
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        if tag == "input" and self._form is not None:
            self._form.controls.append(_input(given))
        if tag == "option" and self._form is not None and self._form.controls:
            self._add_option(self._form.controls[-1], given)
        if tag == "select" and self._form is not None:
            self._form.controls.append(_control(given, "select", ""))
        if tag not in VOID:
            self._open.append((tag, given, []))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {each for each, _given, _words in self._open}:
            return
        self._part(tag)
        while self._open:
            name, given, words = self._open.pop()
            self._closed(name, given, words)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if any(tag in SILENT for tag, _given, _words in self._open):
            return
        if not any(tag == "textarea" for tag, _given, _words in self._open):
            self._words.append(data)
        for _tag, _given, words in self._open:
            words.append(data)

    def _part(self, tag: str) -> None:
        """Part the words on both sides of what stands in a line of its own."""
        if tag not in INLINE | {"textarea", "title"}:
            self._words.append(" ")
            for _tag, _given, words in self._open:
                words.append(" ")

    def _add_option(self, control: Control, given: dict[str, str]) -> None:
        control.options.append(given.get("value", ""))
        if "selected" in given:
            control.value = given.get("value", "")

    def _closed(self, tag: str, given: dict[str, str], words: list[str]) -> None:
        said = _joined(words)
        if given.get("id"):
            self.by_id[given["id"]] = said
        if tag == "title":
            self.title = said
        if tag == "h1":
            self.heading = self.heading or said
        if tag == "a" and "href" in given:
            self.links.append((said, given["href"]))
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._form is not None:
            # The parser of a browser drops the line break that begins a text.
            self._form.controls.append(_control(given, "textarea", "".join(words)[1:]))
        if tag == "button" and self._form is not None:
            self._form.buttons.append((given.get("name", ""), given.get("value", "")))


def _input(given: dict[str, str]) -> Control:
    kind = given.get("type", "text")
    control = _control(given, kind, given.get("value", "on" if kind in BOXES else ""))
    control.chosen = "checked" in given if kind in BOXES else kind not in BUTTONS
    return control


def _control(given: dict[str, str], kind: str, value: str) -> Control:
    return Control(
        name=given.get("name", ""),
        kind=kind,
        value=value,
        identifier=given.get("id", ""),
        chosen=True,
        is_invalid=given.get("aria-invalid") == "true",
        described_by=tuple(given.get("aria-describedby", "").split()),
    )


def _joined(words: list[str]) -> str:
    return " ".join("".join(words).split())
