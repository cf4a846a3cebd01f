import pytest
from hypothesis import given, strategies as st

from antechamber.organizations.names import (
    MAX_KEY_CHARACTERS,
    MAX_NAME_CHARACTERS,
    ParsedName,
    StatusKind,
    StatusNote,
    clean_text,
    fold,
    mend_look_alikes,
    parse,
    parse_status,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Centre for Peace", ("centre", "for", "peace")),
        ("L’Éveil d'ici", ("l", "eveil", "d", "ici")),
        ("Women’s Farmers'", ("womens", "farmers")),
        ("Dr. B. R. Ambedkar", ("dr", "br", "ambedkar")),
        ("Dr. B R Ambedkar", ("dr", "br", "ambedkar")),
        ("U.S.A. Network", ("usa", "network")),
        ("Peace & Justice", ("peace", "and", "justice")),
        ("Ev-K²-CNR", ("ev", "k2", "cnr")),
        ("Общество Красного Креста", ("obshchestvo", "krasnogo", "kresta")),
        ("北京大学", ("bei", "jing", "da", "xue")),
        ("Мир Peace Сenter", ("mir", "peace", "center")),
        ("الهلال الأحمر", ("hll", "hmr")),
        ("😀 \x00 ❤", ()),
    ],
)
def test_fold_gives_latin_words(text: str, words: tuple[str, ...]) -> None:
    assert fold(clean_text(text)) == words


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        (
            "International Lesbian and Gay Association (special, 2011)",
            ParsedName(
                display="International Lesbian and Gay Association",
                words=("international", "lesbian", "and", "gay", "association"),
                tokens=("association", "gay", "international", "lesbian"),
                notes=(StatusNote(StatusKind.SPECIAL, 2011),),
            ),
        ),
        (
            "The Tabernacle House, Inc. (TTH)",
            ParsedName(
                display="The Tabernacle House, Inc. (TTH)",
                words=("tabernacle", "house"),
                tokens=("house", "tabernacle"),
                acronyms=("tth",),
                legal_forms=frozenset({"inc"}),
            ),
        ),
        (
            "Stichting Ezidis",
            ParsedName(
                display="Stichting Ezidis",
                words=("stichting", "ezidis"),
                tokens=("ezidis",),
                weak_forms=frozenset({"stichting"}),
            ),
        ),
        ("NGO", ParsedName(display="NGO", words=("ngo",), tokens=("ngo",))),
        ("", ParsedName(display="", words=(), tokens=())),
    ],
)
def test_parse_takes_a_name_apart(text: str, parsed: ParsedName) -> None:
    assert parse(text) == parsed


@pytest.mark.parametrize(
    ("bracketed", "acronyms"),
    [
        ("(PRISM)", ("prism",)),
        ("(ILAPyC)", ("ilapyc",)),
        ("(ENSAN AID)", ("ensanaid",)),
        ("(Norway)", ()),
        ("(USA)", ()),
        ("(European Region)", ()),
        ("(X)", ()),
    ],
)
def test_parse_knows_acronyms_from_other_brackets(
    bracketed: str, acronyms: tuple[str, ...]
) -> None:
    assert parse(f"Made-up Society {bracketed}").acronyms == acronyms


def test_parse_knows_an_acronym_by_its_initials_where_case_says_nothing() -> None:
    assert parse("MADE UP HARBOUR SOCIETY (MUHS)").acronyms == ("muhs",)
    assert parse("MADE UP HARBOUR SOCIETY (LAGOS)").acronyms == ()


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Harbour, Inc.", {"inc"}),
        ("Harbour Incorporated", {"inc"}),
        ("Harbour e.V.", {"ev"}),
        ("Harbour gGmbH", {"gmbh"}),
        ("Harbour asbl", {"asbl"}),
        ("Harbour (Pty) Ltd", {"ltd"}),
        ("Harbour, Limited", {"ltd"}),
        ("Harbour, Asociación Civil", {"ac"}),
        ("Harbour ONG", {"ngo"}),
        ("Non-Governmental Organization “Harbour”", {"ngo"}),
    ],
)
def test_parse_drops_legal_forms(text: str, forms: set[str]) -> None:
    parsed = parse(text)

    assert (parsed.words, parsed.legal_forms) == (("harbour",), frozenset(forms))


def test_parse_keeps_a_form_that_is_part_of_the_name() -> None:
    assert parse("NGO Committee on Ageing").words == ("ngo", "committee", "on", "ageing")
    assert parse("International Council of NGOs").words == (
        "international",
        "council",
        "of",
        "ngos",
    )


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("special, 2011", (StatusNote(StatusKind.SPECIAL, 2011),)),
        ("special; 2005", (StatusNote(StatusKind.SPECIAL, 2005),)),
        ("Special 2011", (StatusNote(StatusKind.SPECIAL, 2011),)),
        ("Roster", (StatusNote(StatusKind.ROSTER),)),
        (
            "special, 1949; general, 2004",
            (StatusNote(StatusKind.SPECIAL, 1949), StatusNote(StatusKind.GENERAL, 2004)),
        ),
        ("2018", (StatusNote(StatusKind.UNSTATED, 2018),)),
        ("1901", ()),
        ("not in status with the Council", (StatusNote(StatusKind.NONE),)),
        ("in special consultative status", (StatusNote(StatusKind.SPECIAL),)),
        ("pending", ()),
    ],
)
def test_parse_status_reads_what_rosters_write(text: str, notes: tuple[StatusNote, ...]) -> None:
    assert parse_status(text) == notes


@pytest.mark.parametrize(
    "note",
    [
        " (an organization not in status with the Council)",
        " (organization not in status with the Council)",
        ", not in status with the Council",
    ],
)
def test_parse_sets_a_note_in_words_apart(note: str) -> None:
    parsed = parse("Made-up Harbour Society" + note)

    assert (parsed.display, parsed.notes) == (
        "Made-up Harbour Society",
        (StatusNote(StatusKind.NONE),),
    )


def test_parse_mends_look_alike_letters_only_in_mixed_words() -> None:
    assert mend_look_alikes("Аssociation") == "Association"
    assert mend_look_alikes("Мир") == "Мир"


def test_parse_says_whether_a_name_is_latin() -> None:
    assert [parse(text).is_latin for text in ("Éveil", "Мир", "北京 2")] == [True, False, False]


@given(st.text())
def test_parse_never_raises(text: str) -> None:
    parsed = parse(text)

    assert len(parsed.key) <= MAX_KEY_CHARACTERS
    assert len(parsed.identity) <= MAX_KEY_CHARACTERS
    assert len(parsed.display) <= MAX_NAME_CHARACTERS


@given(st.text())
def test_clean_text_changes_nothing_the_second_time(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("text", ["\x00" * 50, "\u202eabc\u2066", "\ud800", "a" * 10_000_000])
def test_parse_bears_hostile_text(text: str) -> None:
    assert len(parse(text).display) <= MAX_NAME_CHARACTERS


WORDS = st.lists(
    st.sampled_from(["harbour", "mirage", "lantern", "willow", "école", "ñandú", "größe", "42"]),
    min_size=1,
    max_size=6,
)


@given(WORDS)
def test_identity_does_not_know_case_accents_or_punctuation(words: list[str]) -> None:
    plain = parse(" ".join(words))
    accents_off = str.maketrans("éñúöß", "enuos")

    assert parse(" - ".join(words)).identity == plain.identity
    assert parse(", ".join(words).title()).identity == plain.identity
    assert parse(" ".join(words).replace("ß", "ss").translate(accents_off)).key == plain.key


@given(WORDS, st.randoms())
def test_key_does_not_know_the_order_of_words(words: list[str], random: object) -> None:
    shuffled = sorted(words, reverse=True)

    assert parse(" ".join(shuffled)).key == parse(" ".join(words)).key
