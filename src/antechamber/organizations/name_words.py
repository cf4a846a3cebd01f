"""Words that an organization's name carries without being told apart by them.

Everything here is written as `names.fold` leaves it: Latin, lower case, no accents, no punctuation.
"""

from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


STOP_WORDS: Final = _words(
    # English
    "a an and at by for from in of on or the to with",
    # French; d, l and the like are what an elision leaves
    "au aux d dans de des du en et l la le les ou par pour sur un une",
    # Spanish
    "al con del el las los para por y e u",
    # Arabic article and prepositions as they are usually written in Latin letters
    "as ash ar fi li wa lil",
    # Russian, transliterated
    "i v vo na po dlya s so k o ob iz",
    # German, Italian and Portuguese: not official languages, but common in rosters
    "der die das dem den fur fuer im und von zu il lo gli dei della delle dell di",
    "da do dos em no os per",
)
"""Articles, prepositions and conjunctions of the six official languages and three others."""

LEADING_ARTICLES: Final = frozenset({"the", "la", "le", "les", "l", "el", "los", "las", "al"})
"""Articles that a name is written with or without: "The Carter Center", "Carter Center"."""

LEGAL_FORMS: Final[dict[tuple[str, ...], str]] = {
    tuple(form.split()): canonical
    for canonical, forms in {
        "inc": "inc|incorporated",
        "ltd": "ltd|limited|pty ltd|pty limited|pvt ltd|private limited|pte ltd|co ltd"
        "|limited by guarantee|ltd gte|lbg|ltda|limitada",
        "llc": "fz llc|llc|llp|lp|plc|pty|pvt|pte",
        "corp": "corp",
        "gmbh": "gmbh|ggmbh|gemeinnutzige gmbh|mbh|ug|ag|kg|eg",
        "ev": "ev|e v|eingetragener verein|registered association|ra|registered society",
        "asbl": "asbl|a s b l|aisbl|vzw|ivzw|association sans but lucratif",
        "ngo": "ngo|ngos|ong|ongs|osc|cso"
        "|non governmental organization|nongovernmental organization"
        "|non governmental organisation|nongovernmental organisation"
        "|organisation non gouvernementale|organizacion no gubernamental"
        "|organizacao nao governamental|nepravitelstvennaya organizatsiya",
        "npo": "npo|npc|nonprofit|non profit|nonprofit organization|non profit organization"
        "|nonprofit organisation|non profit organisation|nonprofit corporation"
        "|organizacion sin fines de lucro|onlus|odv|ets",
        "ac": "ac|a c|asociacion civil|associacao civil|iap|i a p",
        "sa": "sarl|sas|srl|s r l|spa|s p a|bv|nv|oy|ry|r y|rf|ab|asa|kk|eirl|sro|doo|zs|z s",
    }.items()
    for form in forms.split("|")
}
"""Legal form, as words → the one way we note it. Dropped at either end of a name.

Two names that differ by nothing else are one name.
"""

LEADING_LEGAL_FORMS: Final = frozenset(
    form for form, canonical in LEGAL_FORMS.items() if len(form) > 1 and canonical in {"ngo", "ac"}
)
"""Legal forms that also stand before a name. "NGO" alone does not: "NGO Committee on Ageing"."""

WEAK_LEGAL_FORMS: Final = _words(
    "corporation stiftung stichting stiftelsen stiftelse saatio verein nadace vakfi ong"
)
"""Legal forms that are also half of a name: dropped from the key, but a match is then less sure."""

LONGEST_LEGAL_FORM: Final = max(len(form) for form in LEGAL_FORMS)

SPELLINGS: Final[dict[str, str]] = {
    "centre": "center",
    "centres": "centers",
    "programme": "program",
    "programmes": "programs",
    "labour": "labor",
    "defence": "defense",
    "defences": "defenses",
    "theatre": "theater",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "honour": "honor",
    "harbour": "harbor",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
    "neighbourhood": "neighborhood",
    "favour": "favor",
    "colour": "color",
    "paediatric": "pediatric",
    "paediatrics": "pediatrics",
    "gynaecology": "gynecology",
    "gynaecological": "gynecological",
    "haemophilia": "hemophilia",
    "haematology": "hematology",
    "orthopaedic": "orthopedic",
    "archaeology": "archeology",
    "aluminium": "aluminum",
    "adviser": "advisor",
    "advisers": "advisors",
    "catalogue": "catalog",
    "dialogue": "dialog",
    "women": "woman",
    "womens": "woman",
    "womans": "woman",
    "st": "saint",
    "mens": "man",
    "men": "man",
    "children": "child",
    "childrens": "child",
    "childs": "child",
}
"""Spelling or number of one English word → the form that the key uses."""

LOOK_ALIKES: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХасеіјорѕухАΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaceijopsyxABEZHIKMNOPTYXo",
)
"""Cyrillic and Greek letters that are drawn like a Latin one, for words that mix alphabets."""
