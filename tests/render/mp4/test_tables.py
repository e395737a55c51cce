"""Tables and boxes: byte for byte against ISO/IEC 14496-12."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from edupulse_desktop.render.mp4.boxes import box, descriptor, edit_list, full_box, times
from edupulse_desktop.render.mp4.tables import Chunks, run_lengths, sample_table


def contents(stbl: bytes) -> dict[str, bytes]:
    """Return the boxes inside a sample table by name."""
    found, at = {}, 8
    while at < len(stbl):
        size, kind = struct.unpack_from(">I4s", stbl, at)
        found[kind.decode()] = stbl[at + 8 : at + size]
        at += size
    assert at == len(stbl) == struct.unpack_from(">I", stbl)[0]
    return found


def numbers(data: bytes) -> list[int]:
    """Return 32-bit numbers after version and flags."""
    return list(struct.unpack(f">{len(data) // 4 - 1}I", data[4:]))


def test_a_box_has_its_size_and_name() -> None:
    assert box("free", b"ab", b"c") == b"\x00\x00\x00\x0bfreeabc"
    assert box("©nam") == b"\x00\x00\x00\x08\xa9nam"
    assert full_box("stts", 1, 2) == b"\x00\x00\x00\x0cstts\x01\x00\x00\x02"


def test_a_descriptor_has_its_size_in_four_bytes() -> None:
    assert descriptor(5, b"\x11\x88") == b"\x05\x80\x80\x80\x02\x11\x88"


def test_long_durations_take_sixty_four_bits() -> None:
    assert times((7,), 9) == (0, struct.pack(">IIII", 0, 0, 7, 9))
    assert times((7,), 1 << 33) == (1, struct.pack(">QQIQ", 0, 0, 7, 1 << 33))
    assert edit_list(5, 1024)[16:20] == bytes(4)
    assert edit_list(1 << 33, 1024)[16] == 1


def test_equal_neighbours_are_counted() -> None:
    counts, values = run_lengths(np.array([4, 4, 1, 4, 4, 4]))
    assert counts.tolist() == [2, 1, 3]
    assert values.tolist() == [4, 1, 4]


def test_a_sample_table_says_what_was_written() -> None:
    chunks = Chunks()
    for offset, samples in ((100, 2), (900, 2), (2000, 1)):
        chunks.add(offset, samples)
    table = contents(
        sample_table(
            box("avc1"),
            np.array([10, 10, 10, 10, 20]),
            np.array([5, 6, 7, 8, 9]),
            chunks,
            keys=np.array([True, False, False, True, False]),
            shifts=np.array([10, 30, 0, 0, 10]),
        )
    )
    assert numbers(table["stsd"][:8]) == [1]
    assert numbers(table["stts"]) == [2, 4, 10, 1, 20]
    assert numbers(table["ctts"]) == [4, 1, 10, 1, 30, 2, 0, 1, 10]
    assert numbers(table["stss"]) == [2, 1, 4]
    assert numbers(table["stsc"]) == [2, 1, 2, 1, 3, 1, 1]
    assert numbers(table["stsz"]) == [0, 5, 5, 6, 7, 8, 9]
    assert numbers(table["stco"]) == [3, 100, 900, 2000]


@pytest.mark.parametrize(("offset", "name"), [((1 << 32) - 1, "stco"), (1 << 32, "co64")])
def test_offsets_past_four_gigabytes_take_sixty_four_bits(offset: int, name: str) -> None:
    chunks = Chunks([40, offset], [1, 1])
    table = contents(sample_table(box("avc1"), np.array([1, 1]), np.array([2, 2]), chunks))
    assert name in table
    assert "stss" not in table
    assert "ctts" not in table
    width = ">QQ" if name == "co64" else ">II"
    assert struct.unpack(width, table[name][8:]) == (40, offset)
