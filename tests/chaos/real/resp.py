"""Where one answer of the store ends in a stream of bytes, so that a proxy can take out a whole one."""

_LINES = b"+-:_#,("
_BULKS = b"$=!"
_LISTS = b"*~>"


def split(buffer: bytes) -> tuple[list[bytes], bytes]:
    """The whole answers at the beginning of a stream, and what is left of the next."""
    found: list[bytes] = []
    at = 0
    while at < len(buffer) and (end := _end(buffer, at)) is not None:
        found.append(buffer[at:end])
        at = end
    return found, buffer[at:]


def _end(buffer: bytes, at: int) -> int | None:
    line = buffer.find(b"\r\n", at)
    if line < 0:
        return None
    kind, end = buffer[at], line + 2
    if kind in _LINES:
        return end
    number = int(buffer[at + 1 : line])
    if kind in _BULKS:
        whole = end if number < 0 else end + number + 2
        return whole if whole <= len(buffer) else None
    assert kind in _LISTS, f"no answer begins with {buffer[at : at + 20]!r}"
    for _ in range(max(number, 0)):
        inner = _end(buffer, end)
        if inner is None:
            return None
        end = inner
    return end
