"""A workbook whose zip lies about its size: it is unpacked within bounds, and refused with a sentence."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from curation.errors import InputError
from curation.ingest import columnar
from curation.ingest.columnar import read_xlsx
from curation.ingest.rows import FileKind, Opening
from curation.ingest.unpacking import unpacked_size

MEGABYTE = 1_000_000
LOCAL, CENTRAL = (b"PK\x03\x04", 22), (b"PK\x01\x02", 24)


def packed(content: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as book:
        book.writestr("xl/worksheets/sheet1.xml", content)
    return file.getvalue()


def lying(content: bytes, said: int) -> bytes:
    """A zip of one member that says of itself, in both places, that it is as short as `said`."""
    data = bytearray(packed(content))
    for mark, offset in (LOCAL, CENTRAL):
        struct.pack_into("<I", data, data.index(mark) + offset, said)
    return bytes(data)


def test_what_is_counted_is_what_is_there() -> None:
    honest = packed(b"x" * 5 * MEGABYTE)
    assert unpacked_size(io.BytesIO(honest), 10 * MEGABYTE) == 5 * MEGABYTE
    assert zipfile.ZipFile(io.BytesIO(lying(b"x" * 5 * MEGABYTE, 100))).infolist()[0].file_size == 100
    assert unpacked_size(io.BytesIO(lying(b"x" * 5 * MEGABYTE, 100)), 10 * MEGABYTE) == 5 * MEGABYTE
    assert unpacked_size(io.BytesIO(packed(b"x" * 300, zipfile.ZIP_STORED)), MEGABYTE) == 300


def test_a_bomb_is_refused_with_a_sentence_and_little_memory(monkeypatch) -> None:
    monkeypatch.setattr(columnar, "MAX_UNPACKED", 20 * MEGABYTE)
    bomb = lying(b"\0" * 200 * MEGABYTE, 1_000)
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    with pytest.raises(InputError, match=r"b\.xlsx unpacks to over 20,000,000 bytes\. Save it as CSV or Parquet\."):
        list(read_xlsx(io.BytesIO(bomb), "b.xlsx", Opening(FileKind.XLSX)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * MEGABYTE


def test_many_names_for_one_member_count_each_time(monkeypatch) -> None:
    monkeypatch.setattr(columnar, "MAX_UNPACKED", 2 * MEGABYTE)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(4):
            book.writestr(f"xl/{number}.xml", b"x" * MEGABYTE)
    with pytest.raises(InputError, match="unpacks to over 2,000,000 bytes"):
        list(read_xlsx(io.BytesIO(file.getvalue()), "b.xlsx", Opening(FileKind.XLSX)))


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_said_to_be_damage(how: int) -> None:
    with pytest.raises(InputError, match=r"b\.xlsx is damaged"):
        list(read_xlsx(io.BytesIO(packed(b"x" * 100, how)), "b.xlsx", Opening(FileKind.XLSX)))


def test_a_member_that_is_cut_or_scrambled_is_said_to_be_damage() -> None:
    data = bytearray(packed(b"some text that is long enough to be packed " * 50))
    data[60:90] = b"\xff" * 30
    with pytest.raises(InputError, match=r"b\.xlsx is damaged"):
        list(read_xlsx(io.BytesIO(bytes(data)), "b.xlsx", Opening(FileKind.XLSX)))
