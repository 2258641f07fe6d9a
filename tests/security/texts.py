"""Which fields of the protocol hold what a person wrote: derived from the structs, so that a new one is not forgotten.

A text is a string whose letters nobody has narrowed down: no pattern, no list of words, and no reference to something.
"""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
from msgspec.inspect import Metadata, StructType, Type

from giotay_protocol.commands import AnyCommand
from giotay_protocol.names import Ref

_REF = msgspec.inspect.type_info(Ref)


def texts_of(kind: Any) -> Iterator[str]:
    """The text fields of a type, by path: `title`, `sections[].heading`."""
    yield from (path for path in dict.fromkeys(_paths(msgspec.inspect.type_info(kind), "")) if path)


def commands() -> dict[str, list[str]]:
    """The text fields of every command that has some, by the command's type."""
    found = {kind.__struct_config__.tag: list(texts_of(kind)) for kind in get_args(AnyCommand)}
    return {tag: paths for tag, paths in found.items() if paths}


def _paths(type_: Type, path: str) -> Iterator[str]:
    if type_ == _REF:
        return
    match type_:
        case Metadata():
            yield from _paths(type_.type, path)
        case msgspec.inspect.StrType(pattern=None):
            yield path
        case msgspec.inspect.ListType() | msgspec.inspect.VarTupleType():
            yield from _paths(type_.item_type, f"{path}[]")
        case msgspec.inspect.DictType():
            yield from _paths(type_.value_type, f"{path}{{}}")
        case msgspec.inspect.UnionType():
            for each in type_.types:
                yield from _paths(each, path)
        case StructType():
            for field in type_.fields:
                yield from _paths(field.type, f"{path}.{field.encode_name}" if path else field.encode_name)
        case _:
            return
