"""Bits: the codes of the standard's tables, and that nothing is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import (
    BitReader,
    BitWriter,
    Tail,
    cut_tail,
    escape,
    split_nals,
    unescape,
    with_length,
)


def bits_of(writer: BitWriter) -> str:
    """Return what was written as zeros and ones, without stop bit and padding."""
    length = writer.length
    return "".join(f"{byte:08b}" for byte in writer.rbsp())[:length]


# ITU-T H.264 Table 9-2: codeNum and its bit string.
TABLE_9_2 = ["1", "010", "011", "00100", "00101", "00110", "00111", "0001000", "0001001", "0001010"]
# Table 9-3: codeNum 0, 1, 2, … stands for these signed values.
TABLE_9_3 = [0, 1, -1, 2, -2, 3, -3]


@pytest.mark.parametrize(("number", "code"), list(enumerate(TABLE_9_2)))
def test_unsigned_codes_are_those_of_table_9_2(number: int, code: str) -> None:
    writer = BitWriter()
    writer.ue(number)
    assert bits_of(writer) == code


@pytest.mark.parametrize(("number", "value"), list(enumerate(TABLE_9_3)))
def test_signed_values_are_those_of_table_9_3(number: int, value: int) -> None:
    writer = BitWriter()
    writer.se(value)
    assert bits_of(writer) == TABLE_9_2[number]


@settings(max_examples=50)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("ue"), st.integers(0, 1 << 20)),
            st.tuples(st.just("se"), st.integers(-(1 << 20), 1 << 20)),
            st.tuples(st.just("u"), st.integers(0, 1023)),
        )
    )
)
def test_what_is_written_is_read(elements: list[tuple[str, int]]) -> None:
    writer = BitWriter()
    for kind, value in elements:
        if kind == "u":
            writer.u(10, value)
        else:
            getattr(writer, kind)(value)
    reader = BitReader(writer.rbsp())
    for kind, value in elements:
        assert value == (reader.u(10) if kind == "u" else getattr(reader, kind)())
    assert reader.position == writer.length
    assert not reader.more_data()


def test_more_data_sees_a_set_bit_before_the_stop_bit() -> None:
    writer = BitWriter()
    writer.u(3, 0b010)
    reader = BitReader(writer.rbsp())
    reader.u(1)
    assert reader.more_data()


def test_a_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(RenderError):
        BitWriter().u(3, 8)


def test_reading_past_the_end_is_refused() -> None:
    with pytest.raises(RenderError):
        BitReader(b"\x00\x00").ue()


def test_a_part_of_a_byte_is_not_whole_bytes() -> None:
    writer = BitWriter()
    writer.u(7, 1)
    with pytest.raises(RenderError):
        writer.whole_bytes()
    writer.u(1, 1)
    assert writer.whole_bytes() == b"\x03"


@pytest.mark.parametrize(
    ("raw", "escaped"),
    [
        (b"\x00\x00\x00", b"\x00\x00\x03\x00"),
        (b"\x00\x00\x01", b"\x00\x00\x03\x01"),
        (b"\x00\x00\x02", b"\x00\x00\x03\x02"),
        (b"\x00\x00\x03", b"\x00\x00\x03\x03"),
        (b"\x00\x00\x04", b"\x00\x00\x04"),
        (b"\x00\x00\x00\x00\x01", b"\x00\x00\x03\x00\x00\x03\x01"),
    ],
)
def test_start_codes_are_broken_up(raw: bytes, escaped: bytes) -> None:
    assert escape(raw) == escaped


@settings(max_examples=100)
@given(st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 255]), max_size=60).map(bytes))
def test_escaping_can_be_undone_and_hides_every_start_code(raw: bytes) -> None:
    payload = raw + b"\x80"
    escaped = escape(payload)
    assert unescape(escaped) == payload
    assert not any(code in escaped for code in (b"\x00\x00\x00", b"\x00\x00\x01", b"\x00\x00\x02"))


@settings(max_examples=50)
@given(st.integers(0, 200), st.integers(0, 20))
def test_a_tail_is_cut_where_asked_and_moved_by_any_number_of_bits(length: int, shift: int) -> None:
    value = (0x5A5A_5A5A << 180 | 1) & ((1 << length) - 1)
    first = BitWriter()
    first.u(11, 0x2AA)
    first.tail(Tail(value, length))
    tail = cut_tail(first.rbsp(), 11)
    assert tail == Tail(value, length)
    second = BitWriter()
    second.u(shift, 0)
    second.tail(tail)
    assert cut_tail(second.rbsp(), shift) == tail


def test_nal_units_are_found_behind_long_and_short_start_codes() -> None:
    stream = b"\x00\x00\x00\x01\x67abc\x00\x00\x01\x68d\x00\x00\x00\x01\x65ef"
    assert split_nals(stream) == [b"\x67abc", b"\x68d", b"\x65ef"]


def test_a_unit_that_closes_the_stream_is_not_searched() -> None:
    stream = b"\x00\x00\x01\x67a\x00\x00\x00\x01\x65b\x00\x00\x01c"
    assert split_nals(stream, closing=(5,)) == [b"\x67a", b"\x65b\x00\x00\x01c"]
    assert split_nals(b"no unit") == []


def test_a_sample_begins_with_its_length() -> None:
    assert with_length(b"\x65abc") == b"\x00\x00\x00\x04\x65abc"
