"""Frozen values to plain JSON data and back, by their declared fields.

A dataclass becomes an object with its fields; where a field may hold several classes (a union), the object
also carries `"is": "ClassName"`. Fields that hold their default are left out, so that a field added later
reads old data. Sets of names keep their order; numbers are integers; nothing else is allowed.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from enum import Enum
from typing import TypeVar, cast

T = TypeVar("T")

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can say without fractions."""

TAG = "is"
"""Key that names the class where a field may hold several."""

Reader = Callable[[Plain, str], object]

_HINTS: dict[type, dict[str, object]] = {}
_FIELDS_OUT: dict[type, tuple[tuple[str, bool, object], ...]] = {}
_READERS: dict[object, Reader] = {}


class CodecError(ValueError):
    """Plain data that does not fit the class it is read as."""


def to_plain(value: object, *, tagged: bool = False) -> Plain:
    """Return a frozen value as plain data; `tagged` names the class of a dataclass in it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | frozenset):
        items = sorted(value) if isinstance(value, frozenset) else value
        return [to_plain(item, tagged=tagged) for item in items]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _object(value, tagged)
    raise CodecError(f"{type(value).__name__} cannot be stored")


def from_plain(kind: type[T], data: Plain) -> T:
    """Return the value that plain data stands for.

    Raises:
        CodecError: the data does not fit, with the place where it does not.
    """
    try:
        return cast(T, _reader(kind)(data, kind.__name__))
    except RecursionError as error:
        raise CodecError(f"{kind.__name__} is nested too deeply") from error


def canonical(value: object) -> str:
    """Return a value as JSON text that is equal whenever the value is: the input of every fingerprint."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _object(value: object, tagged: bool) -> dict[str, Plain]:
    data: dict[str, Plain] = {TAG: type(value).__name__} if tagged else {}
    for name, is_union, default in _fields_out(type(value)):
        held = getattr(value, name)
        if not (default is not dataclasses.MISSING and held == default and type(held) is type(default)):
            data[name] = to_plain(held, tagged=is_union)
    return data


def _fields_out(kind: type) -> tuple[tuple[str, bool, object], ...]:
    known = _FIELDS_OUT.get(kind)
    if known is None:
        hints = _hints(kind)
        known = _FIELDS_OUT[kind] = tuple(
            (field.name, _is_union_of_classes(hints[field.name]), field.default)
            for field in dataclasses.fields(kind)
        )
    return known


def _hints(kind: type) -> dict[str, object]:
    known = _HINTS.get(kind)
    if known is None:
        known = _HINTS[kind] = typing.get_type_hints(kind)
    return known


def _members(hint: object) -> tuple[object, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)
    if typing.get_origin(hint) in (tuple, frozenset):
        return _members(typing.get_args(hint)[0])
    return (hint,)


def _is_union_of_classes(hint: object) -> bool:
    return sum(isinstance(member, type) and dataclasses.is_dataclass(member) for member in _members(hint)) > 1


def _reader(hint: object) -> Reader:
    known = _READERS.get(hint)
    if known is None:
        known = _READERS[hint] = _new_reader(hint)
    return known


def _new_reader(hint: object) -> Reader:
    if isinstance(hint, typing.NewType):
        return _reader(hint.__supertype__)
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _union_reader(typing.get_args(hint))
    if origin is tuple:
        return _list_reader(typing.get_args(hint)[0], tuple)
    if origin is frozenset:
        return _list_reader(typing.get_args(hint)[0], frozenset)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum_reader(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _class_reader(hint)
    if hint in (str, int, bool):
        return _scalar_reader(cast(type, hint))
    raise CodecError(f"{hint} cannot be stored")


def _scalar_reader(kind: type) -> Reader:
    def read(data: Plain, where: str) -> object:
        if type(data) is not kind:
            raise CodecError(f"{where} is not a {kind.__name__}")
        return data

    return read


def _enum_reader(kind: type[Enum]) -> Reader:
    def read(data: Plain, where: str) -> object:
        try:
            return kind(data)
        except ValueError as error:
            raise CodecError(f"{where} is no {kind.__name__}") from error

    return read


def _list_reader(item: object, kind: Callable[[list[object]], object]) -> Reader:
    def read(data: Plain, where: str) -> object:
        if not isinstance(data, list):
            raise CodecError(f"{where} is not a list")
        reader = _reader(item)
        return kind([reader(each, f"{where}[{index}]") for index, each in enumerate(data)])

    return read


def _union_reader(members: tuple[object, ...]) -> Reader:
    optional = type(None) in members
    rest = tuple(member for member in members if member is not type(None))
    classes = {
        member.__name__: member
        for member in rest
        if isinstance(member, type) and dataclasses.is_dataclass(member)
    }

    def read(data: Plain, where: str) -> object:
        if data is None and optional:
            return None
        if len(rest) == 1:
            return _reader(rest[0])(data, where)
        name = data.get(TAG) if isinstance(data, dict) else None
        if not isinstance(name, str) or name not in classes:
            raise CodecError(f"{where} names none of {', '.join(classes)}")
        return _reader(classes[name])(data, where)

    return read


def _class_reader(kind: type) -> Reader:
    fields = {field.name: field for field in dataclasses.fields(kind)}

    def read(data: Plain, where: str) -> object:
        if not isinstance(data, dict):
            raise CodecError(f"{where} is not an object")
        hints = _hints(kind)
        known = {
            name: _reader(hints[name])(value, f"{where}.{name}")
            for name, value in data.items()
            if name in fields
        }
        try:
            return kind(**known)
        except (TypeError, ValueError) as error:
            raise CodecError(f"{where}: {error}") from error

    return read
