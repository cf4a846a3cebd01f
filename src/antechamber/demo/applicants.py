"""Three hundred made-up applicants: who they are and what they will do, when. Pure, from a seed.

No name here is of a real organization: invented places and plain words, put together. The days
follow what is known of such calls: a slow start, a rush on the last two days of each deadline.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

SEED: Final = 20170405
COUNT: Final = 300

OPENS: Final = datetime(2017, 3, 14, 13, 0, tzinfo=UTC)
FIRST_DEADLINE: Final = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
LAST_DEADLINE: Final = datetime(2017, 4, 18, 3, 59, 59, tzinfo=UTC)

PLACES: Final = (
    *("Alderbrook", "Baltamere", "Caldonia", "Dravenholm", "Elmsworth", "Farrowmede", "Galdery"),
    *("Hollowfield", "Istermond", "Jessenby", "Kaldora", "Lindenmoor", "Marlowick", "Nettlesea"),
    *("Oderwyn", "Pellworth", "Quillonia", "Rivermark", "Sandermoor", "Tamberly", "Ullenfeld"),
    *("Vellamar", "Wexholme", "Yarrowby", "Zellander"),
)
SUBJECTS: Final = (
    *("Migrant Workers", "Displaced Families", "Fair Recruitment", "Seafarers", "Domestic Workers"),
    *("Returning Youth", "Cross-Border Traders", "Migrant Health", "Mother Tongue Schools"),
    *(
        "Women on the Move",
        "Climate Displacement",
        "Decent Work",
        "Language Bridges",
        "Safe Routes",
    ),
)
FORMS: Final[dict[str, tuple[str, ...]]] = {
    "ngo": (
        "{place} Council for {subject}",
        "{subject} Aid {place}",
        "{place} Trust for {subject}",
    ),
    "civil-society": ("{place} Forum on {subject}", "{subject} Circle of {place}"),
    "diaspora": (
        "{place} Diaspora Association for {subject}",
        "{place} Diaspora Network, {subject}",
    ),
    "migrant": ("{subject} Union of {place}", "{place} Migrants' Assembly for {subject}"),
    "academic": ("University of {place}, Chair of {subject}", "{place} Institute for {subject}"),
    "private-sector": ("{place} Remittances and {subject} Ltd", "{subject} Consulting {place} Inc"),
}
WEIGHTS: Final = (42, 20, 12, 10, 10, 6)  # of the categories, in the order of FORMS
COUNTRIES: Final = tuple(
    (
        "KENGGHZAETSNMATNUGCMMLEGBDPHNPLKINPKJOLBIDMMTHCNJPFJPLROUARSGE"
        "MXGTSVHNCOBRARPEECHTJMUSCAGBFRDEESITPTSECHATGRTRAUNZ"
    )[
        # two letters each, ISO 3166
        start : start + 2
    ]
    for start in range(0, 114, 2)
)
FUNDING: Final = ("members", "donations", "foundations", "governments", "sales")
THEMES: Final = (
    *("human_rights", "drivers", "governance", "contributions", "smuggling", "pathways"),
)
GIVEN: Final = ("Amadou", "Bea", "Chipo", "Dilnoza", "Emre", "Farida", "Goran", "Hana", "Suharto")
FAMILY: Final = ("Abara", "Belkacem", "Castellan", "Dumbrava", "Eskander", "Fonoti", "")


@dataclass(frozen=True, slots=True)
class Applicant:
    """One made-up applicant: its facts, its answers and its plan."""

    number: int
    name: str
    country: str
    category: str
    email: str
    begins_at: datetime
    submits_at: datetime | None
    answers: dict[str, Any]
    fate: str
    fate_at: datetime = field(default=LAST_DEADLINE)


def applicants(count: int = COUNT, seed: int = SEED) -> list[Applicant]:
    """Return `count` applicants in the order in which they come; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - made-up data, repeatable on purpose
    names: set[str] = set()
    found = [_applicant(number, names, chance) for number in range(1, count + 1)]
    return sorted(found, key=lambda each: each.begins_at)


def _applicant(number: int, names: set[str], chance: random.Random) -> Applicant:
    category = chance.choices(list(FORMS), WEIGHTS)[0]
    name = _name(category, names, chance)
    slug = "".join(character for character in name.lower() if character.isalnum())[:40]
    begins_at, submits_at = _times(chance)
    fate, fate_at = _fate(submits_at, chance)
    return Applicant(
        number=number,
        name=name,
        country=chance.choice(COUNTRIES),
        category=category,
        email=f"office{number}@{slug}.example.org",
        begins_at=begins_at,
        submits_at=submits_at,
        answers=_answers(name, slug, number, chance),
        fate=fate,
        fate_at=fate_at,
    )


def _name(category: str, names: set[str], chance: random.Random) -> str:
    while True:
        name = chance.choice(FORMS[category]).format(
            place=chance.choice(PLACES), subject=chance.choice(SUBJECTS)
        )
        if name not in names:
            names.add(name)
            return name


def _times(chance: random.Random) -> tuple[datetime, datetime | None]:
    """Draw when an applicant begins and submits; one in twelve never submits."""
    window = chance.choices(("early", "first", "last"), (45, 35, 20))[0]
    if window == "early":
        submits_at = OPENS + (FIRST_DEADLINE - OPENS) * chance.random() ** 0.8
    elif window == "first":
        submits_at = FIRST_DEADLINE - timedelta(hours=60) * chance.random() ** 2
    else:
        submits_at = LAST_DEADLINE - timedelta(days=7) * chance.random() ** 2
    submits_at -= timedelta(seconds=chance.randrange(30, 3000))
    begins_at = max(OPENS, submits_at - timedelta(minutes=chance.randrange(20, 4000)))
    return begins_at, None if chance.random() < 1 / 12 else submits_at


def _fate(submits_at: datetime | None, chance: random.Random) -> tuple[str, datetime]:
    """Draw what an officer does with it some days later."""
    if submits_at is None:
        return "none", LAST_DEADLINE
    fate = chance.choices(
        ("recommended", "taken", "asked", "answered", "ineligible", "withdrawn", "waiting"),
        (48, 14, 4, 8, 6, 2, 18),
    )[0]
    return fate, submits_at + timedelta(hours=chance.randrange(20, 150))


def _answers(name: str, slug: str, number: int, chance: random.Random) -> dict[str, Any]:
    person = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}".strip()
    return {
        "home_page": f"https://{slug}.example.org/",
        "established": chance.randrange(1951, 2016),
        "legal_status": chance.choices(("registered", "by_law", "not_possible"), (85, 10, 5))[0],
        "legal_status_why": "",
        "purpose": f"{name} works for people who live and work away from where they were born.",
        "relevant_work": (
            "Advice on contracts and papers, a night shelter, and a yearly report on what we hear "
            f"from {chance.randrange(80, 4000)} people who come to us."
        ),
        "countries": sorted(chance.sample(COUNTRIES, chance.randrange(1, 5))),
        "contribution": "What the people we work with say about the proposals, in their own words.",
        "themes": sorted(chance.sample(THEMES, chance.randrange(1, 4)), key=THEMES.index),
        "members": chance.choice(("", chance.randrange(12, 9000))),
        "funding": sorted(chance.sample(FUNDING, chance.randrange(1, 4)), key=FUNDING.index),
        "head_name": person,
        "contact_name": person,
        "contact_email": f"office{number}@{slug}.example.org",
        "on_behalf": True,
        "shared": True,
        "subject_to_modalities": True,
    }
