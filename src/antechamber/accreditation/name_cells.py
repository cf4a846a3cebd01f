"""A name on a list in one cell of a table, with what else is listed of it in a line below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from antechamber.web.components import Cell

SCHEMES: Final = ("https", "http")


def name_cell(name: str, url: str, below: Iterable[str]) -> SafeString:
    """Return a linked name, and below it what is not empty."""
    parts = ((part,) for part in below if part)
    line = format_html_join(" · ", "<bdi>{}</bdi>", parts)
    return format_html(
        '<a href="{}">{}</a><br><span class="small quiet">{}</span>', url, name, line
    )


def home_page_link(address: str) -> Cell:
    """Return a home page in full, as a link where it is an address of the web."""
    return Cell(address, address if _is_address(address) else "")


def short_home_page(address: str) -> str:
    """Return a home page without what every address has. No link: another stands right above."""
    bare = address.partition("://")[2] if _is_address(address) else address
    return bare.removeprefix("www.").rstrip("/")


def _is_address(address: str) -> bool:
    """Say whether a browser may be led there: never to a script that somebody typed."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.netloc)
