import hashlib
import io
import zlib

import pytest
from hypothesis import given, strategies as st

from antechamber.questionnaires.file_contents import archives, pdf
from antechamber.questionnaires.tests import made_files as made
from antechamber.questionnaires.uploads import KINDS, FileVerdict, clean_name, examine

EVERY_KIND = tuple(KINDS)
LIMIT = 20 * 1024 * 1024

WHOLE = {
    "pdf": made.pdf(b"<< /Type /Catalog >>"),
    "png": made.png(),
    "jpeg": made.jpeg(),
    "docx": made.docx(),
    "xlsx": made.xlsx(),
    "odt": made.odt(),
    "txt": "Élan, نص, 文".encode(),
}
EXTENSIONS = {"jpeg": "JPG"}


def verdict(content, name="paper.pdf", allowed=EVERY_KIND, max_bytes=LIMIT):
    return examine(io.BytesIO(content), name=name, allowed=allowed, max_bytes=max_bytes)


def named(kind):
    return f"paper.{EXTENSIONS.get(kind, kind)}"


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_whole_file_of_each_kind_comes_in(kind):
    content = WHOLE[kind]

    assert verdict(content, named(kind)) == FileVerdict(
        name=named(kind),
        size=len(content),
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
    )


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_kind_that_is_not_asked_for_is_refused(kind):
    allowed = tuple(each for each in EVERY_KIND if each != kind)
    refused = verdict(WHOLE[kind], named(kind), allowed)

    assert (refused.code, refused.params) == (
        "file_type_refused",
        {"found": kind, "allowed": allowed},
    )


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_an_extension_that_lies_is_refused(kind):
    refused = verdict(WHOLE[kind], "paper.exe")

    assert (refused.code, refused.params) == (
        "file_name_lies",
        {"extension": "exe", "found": kind},
    )


@pytest.mark.parametrize("kind", [each for each in EVERY_KIND if each != "txt"])
def test_a_file_that_is_cut_off_is_refused(kind):
    refused = verdict(WHOLE[kind][: len(WHOLE[kind]) // 2], named(kind))

    assert (refused.accepted, refused.code) == (False, "file_damaged")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("paper.pdf", b"", "file_empty"),
        ("paper.exe", b"MZ\x90\x00" + b"\x00" * 60, "file_type_refused"),
        ("paper.gif", b"GIF89a\x01\x00\x01\x00", "file_type_refused"),
        ("paper.zip", made.archive({"a.txt": "text"}), "file_type_refused"),
        ("paper.svg", SVG, "file_markup"),
        ("paper.txt", SVG, "file_markup"),
        ("paper.txt", b"\xef\xbb\xbf  " + SVG, "file_markup"),
        ("paper.txt", SVG.decode().encode("utf-16"), "file_markup"),
        ("paper.txt", b"plain " * 2_000 + SVG, "file_markup"),
        ("paper.txt", b"<!DOCTYPE html><p>page", "file_markup"),
        ("paper.txt", b"<?xml version='1.0'?><a/>", "file_markup"),
        ("paper.txt", "café".encode("latin-1"), "text_encoding"),
        ("paper.txt", b"plain " * 2_000 + b"\x00", "file_damaged"),
        ("paper.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "file_old_office"),
        ("paper.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "file_encrypted"),
        # pictures
        ("paper.png", made.png(50_000, 1), "image_too_large"),
        ("paper.png", made.png(10_000, 10_000), "image_too_large"),
        ("paper.png", made.png(0, 1), "file_damaged"),
        ("paper.jpg", made.jpeg(30_000, 2), "image_too_large"),
        ("paper.jpg", made.jpeg(2, 0), "file_damaged"),
        ("paper.jpg", b"\xff\xd8\xff\xd9", "file_damaged"),
        ("paper.jpg", made.jpeg(before=b"\xff\xe0\x00\x01"), "file_damaged"),
        ("paper.jpg", made.jpeg(before=b"\xff\xe0\x00\x02" * 600), "file_damaged"),
        ("paper.jpg", b"\xff\xd8\xff\xc0\x00\x0b\xff\xd9", "file_damaged"),
        ("paper.jpg", made.jpeg(before=b"\xff\xe0\x00\x02\x00"), "file_damaged"),
        # archives
        ("paper.docx", made.docx(word__vbaProject_dot_bin=b"macro"), "file_active"),
        ("paper.docx", made.docx(word__inner_dot_zip=WHOLE["odt"]), "archive_nested"),
        ("paper.docx", made.docx(word__media_dot_gz=b"\x1f\x8b\x08"), "archive_nested"),
        ("paper.docx", made.with_flag(made.docx(), 1), "file_encrypted"),
        ("paper.docx", WHOLE["docx"].replace(b"word", b"w\xffrd", 1), "file_damaged"),
        # PDF
        ("paper.pdf", made.pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), "file_active"),
        ("paper.pdf", made.pdf(b"<< /S /J#61va#53cript /JS 4 0 R >>"), "file_active"),
        ("paper.pdf", made.pdf(b"<</S/Launch/F(cmd.exe)>>"), "file_active"),
        ("paper.pdf", made.pdf(b"<</Type/Annot/Subtype/RichMedia>>"), "file_active"),
        ("paper.pdf", made.pdf(made.object_stream(b"<</S/JavaScript>>")), "file_active"),
        ("paper.pdf", made.pdf(made.object_stream(b" " * 90_000 + b"/Launch ")), "file_active"),
        (
            "paper.pdf",
            made.pdf(made.object_stream(b"", packed=b"2f4c", filter_name=b"/ASCIIHexDecode")),
            "file_unreadable",
        ),
        ("paper.pdf", made.pdf(trailer=b"<< /Encrypt 5 0 R >>"), "file_encrypted"),
        ("paper.pdf", made.pdf(trailer=b"<< /Encrypt<</Filter/Standard>> >>"), "file_encrypted"),
    ],
)
def test_bad_files_are_refused_for_what_they_are(name, content, code):
    refused = verdict(content, name)

    assert (refused.code, refused.accepted, refused.sha256) == (code, False, "")


@pytest.mark.parametrize("unpacked", [6_000_000, 105_000_000])
def test_an_archive_that_unpacks_to_far_more_is_refused(unpacked):
    assert verdict(made.docx(word__zeros=bytes(unpacked)), "paper.docx").code == "archive_bomb"


@pytest.mark.parametrize("members", [3_001, 6_001])
def test_an_archive_of_very_many_members_is_refused(members):
    content = made.docx(**{f"n{number}": b"" for number in range(members)})

    assert verdict(content, "paper.docx").code == "archive_bomb"


def test_an_object_stream_that_unpacks_to_far_more_is_refused():
    content = made.pdf(made.object_stream(bytes(70_000_000)))

    assert verdict(content).code == "archive_bomb"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.pdf", made.pdf(b"<< /Title (JavaScript and Launch) >>")),
        ("paper.pdf", made.pdf(b"<< /JavaScripts 1 /Launcher 2 /EncryptMetadata true >>")),
        ("paper.pdf", made.pdf(made.object_stream(b"<< /Type /Catalog >>"))),
        ("paper.pdf", made.pdf(b"<< /Type /ObjStm >>\nstream\n<< /A 1 >>\nendstream")),
        ("paper.pdf", made.pdf(b"<< /Type /ObjStm >>")),
        ("paper.pdf", b"\xef\xbb\xbf\r\n" + WHOLE["pdf"]),
        ("paper.docx", made.docx(word__embeddings__sheet_dot_xlsx=WHOLE["xlsx"])),
        ("paper.docx", made.docx(word__media_dot_png=made.png())),
        ("paper.jpeg", made.jpeg(before=b"\xff\xff\xe1\x00\x04Ex\xff\x01")),
        ("paper.txt", "\ufeffنص".encode("utf-16-le")),
        ("paper.txt", b"5 < 6 and 7 > 6"),
    ],
)
def test_good_files_that_look_odd_come_in(name, content):
    assert verdict(content, name).code == ""


def test_a_long_member_is_read_to_its_end():
    pages = b"".join(b"%d" % number for number in range(500_000))

    assert verdict(made.docx(word__pages=pages), "paper.docx").accepted


def test_an_embedded_document_is_not_followed():
    bomb = made.docx(word__zeros=b"\x00" * 6_000_000)

    assert verdict(made.docx(word__embeddings__a_dot_docx=bomb), "paper.docx").accepted


def test_too_many_object_streams_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_OBJECT_STREAMS", 2)
    streams = [made.object_stream(b"<< >>")] * 4

    assert verdict(made.pdf(*streams)).code == "archive_bomb"


def test_a_size_that_lies_is_found_at_the_checksum():
    content = bytearray(made.docx(word__zeros=b"\x00" * 100_000))
    at = content.rfind(b"word/zeros") - 46
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")

    assert verdict(bytes(content), "paper.docx").code == "file_damaged"


def test_the_size_is_told_with_the_limit():
    refused = verdict(b"x" * 11, max_bytes=10)

    assert (refused.code, refused.params) == ("file_too_large", {"size": 11, "limit": 10})


def test_the_file_is_left_at_its_beginning():
    for content in (WHOLE["pdf"], b"", SVG):
        file = io.BytesIO(content)
        examine(file, name="paper.pdf", allowed=("pdf",), max_bytes=LIMIT)

        assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("paper.pdf", "paper.pdf"),
        ("C:\\Users\\ana\\paper.pdf", "paper.pdf"),
        ("../../etc/passwd", "passwd"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("النظام الأساسي.pdf", "النظام الأساسي.pdf"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
    ],
)
def test_names_are_made_harmless(name, expected):
    assert clean_name(name) == expected


@given(st.text())
def test_any_name_becomes_one_of_bounded_length(name):
    cleaned = clean_name(name)

    assert 1 <= len(cleaned) <= 150
    assert not set(cleaned) & set("/\\\x00\n\u202e")
    assert clean_name(cleaned) == cleaned


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_damage_is_an_error_of_the_program(kind, data):
    content = bytearray(WHOLE[kind])
    for _change in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(verdict(bytes(content), named(kind)), FileVerdict)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff"]))
def test_any_bytes_have_a_verdict(content, beginning):
    assert isinstance(verdict(beginning + content), FileVerdict)


def test_media_types_are_those_of_the_content():
    assert verdict(WHOLE["odt"], "paper.odt").media_type == archives.ODT.decode()
    assert verdict(b"", "paper.odt").media_type == "application/octet-stream"


def test_packed_bytes_do_not_look_like_a_name():
    noise = zlib.compress(bytes(range(256)) * 40) + b"/JS /AA /OpenAction"

    assert verdict(made.pdf(b"<< >>\nstream\n%s\nendstream" % noise)).accepted
