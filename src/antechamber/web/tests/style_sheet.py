"""The style sheet, read for its tests: its tokens and its declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static" / "web"
STYLE_SHEET = STATIC / "antechamber.css"
SCRIPT = STATIC / "antechamber.js"
PACKAGE = Path(__file__).resolve().parent.parent.parent
STYLE_SHEETS = sorted(PACKAGE.glob("*/static/*/*.css"))  # a room may add to the design system's


def source(path: Path = STYLE_SHEET) -> str:
    """Return a style sheet without comments and strings."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r'"[^"]*"', '""', text)


def declarations(path: Path = STYLE_SHEET) -> Iterator[tuple[str, str]]:
    """Yield each property with its value, whatever rule it stands in."""
    for body in re.findall(r"\{([^{}]*)\}", source(path)):
        for declaration in body.split(";"):
            name, colon, value = declaration.partition(":")
            if colon:
                yield name.strip(), value.strip()


def colours(scheme: str) -> dict[str, str]:
    """Return the colour tokens of the light or the dark scheme."""
    first, _, rest = source().partition("prefers-color-scheme: dark")
    part = first if scheme == "light" else rest.partition("prefers-contrast")[0]
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{3,6})\b", part))
