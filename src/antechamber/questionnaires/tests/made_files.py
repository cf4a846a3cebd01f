"""Files made in the tests: small, whole, and as bad as each test needs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def png(width=2, height=3):
    header = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IEND", b"")


def _chunk(name, content):
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def jpeg(width=2, height=3, before=b"\xff\xe0\x00\x04JF"):
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + before + frame + b"\xff\xda\x00\x02scan\xff\xd9"


def pdf(*objects, trailer=b"<< /Size 1 /Root 1 0 R >>"):
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1)
    )
    return b"%PDF-1.7\n" + body + b"trailer " + trailer + b"\nstartxref\n9\n%%EOF\n"


def object_stream(content, *, filter_name=b"/FlateDecode", packed=None):
    packed = zlib.compress(content) if packed is None else packed
    return b"<< /Filter %s /N 1 /Type /ObjStm /Length %d >>\nstream\n%s\nendstream" % (
        filter_name,
        len(packed),
        packed,
    )


def archive(members, *, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def docx(**members):
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": "<document/>",
            **{
                name.replace("__", "/").replace("_dot_", "."): each
                for name, each in members.items()
            },
        }
    )


def xlsx():
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


def odt():
    return archive(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<content/>"}
    )


def with_flag(content, flag):
    """Return an archive's bytes with a general-purpose flag set in every directory entry."""
    changed = bytearray(content)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= flag
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)
