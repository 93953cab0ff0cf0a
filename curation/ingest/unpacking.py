"""How much an archive really unpacks to, found out without keeping any of it: its own list of sizes may lie."""

import struct
import zipfile
import zlib
from typing import BinaryIO

_HEAD = struct.Struct("<26xHH")
_PIECE = 1 << 16


def unpacked_size(file: BinaryIO, most: int) -> int:
    """Return how many bytes the members of a zip unpack to; counting ends with the first that go over `most`.

    Raises zipfile.BadZipFile where it is damaged, packed in a way that tables never are, or says less than it holds.
    """
    size = 0
    for entry in zipfile.ZipFile(file).infolist():
        size += max(_size(file, entry, most - size), entry.file_size)
        if size > most:
            break
    return size


def _size(file: BinaryIO, entry: zipfile.ZipInfo, most: int) -> int:
    if entry.header_offset < 0:
        raise zipfile.BadZipFile("a member begins nowhere")
    file.seek(entry.header_offset)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise zipfile.BadZipFile("a member's head is cut off")
    name, extra = _HEAD.unpack(head)
    file.seek(name + extra, 1)
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("a member is packed in a way that is not read")
    return _deflated(file, entry, most)


def _deflated(file: BinaryIO, entry: zipfile.ZipInfo, most: int) -> int:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    left, size = entry.compress_size, 0
    try:
        while left > 0 and not unpacking.eof and size <= most:
            packed = file.read(min(left, _PIECE))
            if not packed:
                break
            left -= len(packed)
            size += len(unpacking.decompress(packed, _PIECE))
            while unpacking.unconsumed_tail and size <= most:
                size += len(unpacking.decompress(unpacking.unconsumed_tail, _PIECE))
    except zlib.error as error:
        raise zipfile.BadZipFile("a member cannot be unpacked") from error
    return size
