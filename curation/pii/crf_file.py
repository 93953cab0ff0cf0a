"""Reads the weights of a linear-chain CRF as CRFsuite writes them (format lCRF, little endian)."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curation.errors import InputError
from curation.texts import text

Floats = NDArray[np.float64]
_HEADER = struct.Struct("<4sI4sI3I5I")
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_STATE = 0


@dataclass(frozen=True)
class Weights:
    """`rows` maps an attribute to its row of `state` (attributes x labels); `moves` is label before x label behind."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    state: Floats
    moves: Floats


def weights_in(path: Path) -> Weights:
    """Read a file; raises InputError where it is missing or no such model."""
    try:
        data = path.read_bytes()
        magic, _, kind, _, _, _, _, features, labels, attributes, _, _ = _HEADER.unpack_from(data)
        if magic != b"lCRF" or kind != b"FOMC":
            raise _not_a_model(path)
        return _weights(data, features, _words(data, labels), _words(data, attributes))
    except (OSError, struct.error, ValueError, IndexError) as error:
        raise _not_a_model(path) from error


def _weights(data: bytes, at: int, labels: list[str], attributes: list[str]) -> Weights:
    _, _, count = struct.unpack_from("<4sII", data, at)
    found = np.frombuffer(data, _FEATURE, count, at + 12)
    state = np.zeros((len(attributes), len(labels)))
    moves = np.zeros((len(labels), len(labels)))
    states, steps = found[found["kind"] == _STATE], found[found["kind"] != _STATE]
    state[states["source"], states["label"]] = states["weight"]
    moves[steps["source"], steps["label"]] = steps["weight"]
    return Weights(tuple(labels), {word: i for i, word in enumerate(attributes)}, state, moves)


def _words(data: bytes, at: int) -> list[str]:
    """Read a constant quark database: the strings in the order of their numbers."""
    _, _, _, _, count, backwards = struct.unpack_from("<4s5I", data, at)
    places = struct.unpack_from(f"<{count}I", data, at + backwards)
    found: list[str] = []
    for place in places:
        _, size = struct.unpack_from("<2I", data, at + place)
        start = at + place + 8
        found.append(data[start : start + size - 1].decode("utf-8"))
    return found


def _not_a_model(path: Path) -> InputError:
    return InputError(
        text(
            "The names model {file} cannot be read. Train it again with `python -m curation.pii.train`, or leave "
            "“names_model” out of the PII policy to use the shipped one.",
            file=path,
        )
    )
