"""HTTP requests that are wrong: paths, headers, lengths, bodies; and those that the description of the API allows."""

import gzip
import json
from random import Random
from typing import Any, Final

from tests.fuzz.sample import WORDS, as_json, spoilt, wrong

PATHS: Final = (
    "/", "/j/AB12", "/m/r_1", "/assets/../../etc/passwd", "/assets/%2e%2e%2fsecret", "/assets/..%5c..%5cx", "//etc/pw",
    "/./././../../x", "/%00", "/%ff%fe", "/%252e%252e/", "/api/rooms/../host", "/api/rooms/r_1/documents/%2e%2e%2f",
    "/api/rooms/r_1%00/view", "/api/rooms/{1}/view", "/api/join/" + "A" * 3_000, "/api/join/%E1%BA", "/api//rooms",
    "/socket.io/?EIO=4&transport=polling&sid=" + "x" * 500, "/socket.io/?EIO=4&transport=websocket", "/socket.io/",
    "/socket.io/?EIO=4&transport=polling&sid=0.abc", "/help/../../x", "*", "http://evil.example/api/rooms", "/\\..\\x",
    "/api/rooms?" + "&".join(f"a{n}=1" for n in range(500)), "/metrics/../api/host", "/healthz;x=1", "/ping#",
)  # fmt: skip
_METHODS: Final = (
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "G\x00T",
    "X" * 90,
)


def raw(rng: Random) -> bytes:
    """A request as bytes, closed by the server or refused."""
    path = rng.choice(PATHS)
    method = rng.choice(_METHODS)
    lines = [
        f"{method} {path} HTTP/{rng.choice(('1.1', '1.1', '1.1', '1.0', '2.0', '0.9', '1.1x'))}",
        "Host: localhost",
    ]
    body = b""
    match rng.randrange(14):
        case 0:
            lines += ["Content-Length: 10", "Transfer-Encoding: chunked"]
            body = b"0\r\n\r\nGET /api/host HTTP/1.1\r\n\r\n"
        case 1:
            lines += [f"Content-Length: {rng.choice((-1, '1e3', 10**30, '5, 6', '0x10', ''))}"]
            body = b"hello"
        case 2:
            lines += ["Transfer-Encoding: chunked"]
            body = rng.choice(
                (b"ffffffffffffffff\r\nx", b"-1\r\n", b"5;" + b"x" * 9_000 + b"\r\nhello\r\n0\r\n\r\n", b"zz\r\n")
            )
        case 3:
            bearer = rng.choice(("Bearer", "Bearer  ", "Basic x", "Bearer " + "x" * 7_000, "bearer r_1.é"))
            lines += [f"Authorization: {bearer}"]
        case 4:
            lines += [f"X-{n}: {n}" for n in range(rng.choice((50, 2_000)))]
        case 5:
            lines += ["X: " + "y" * rng.choice((8_000, 40_000))]
        case 6:
            lines += ["Bad Header: x", " folded: y", ": empty", "NoColon"][rng.randrange(4) :]
        case 7:
            lines += [
                "Upgrade: websocket",
                "Connection: Upgrade",
                f"Sec-WebSocket-Key: {rng.choice(WORDS[3:8])[:50]!r}",
            ]
        case 8:
            packed = gzip.compress(b" " * rng.choice((1_000, 50_000_000)), 9)
            lines = [f"POST {rng.choice(('/api/join', '/api/screen/pairing'))} HTTP/1.1", "Host: localhost"]
            lines += [
                f"Content-Encoding: {rng.choice(('gzip', 'deflate', 'br', 'zstd'))}",
                f"Content-Length: {len(packed)}",
            ]
            body = packed
        case 9:
            lines += [f"Range: bytes={rng.choice(('0-', '-5', '5-1', '0-0,1-1,2-2', '99999999999999999999-', 'a-b'))}"]
        case 10:
            lines[1] = f"Host: {rng.choice(('', 'a b', 'x' * 5_000, '[', 'evil.example', '1.2.3.4:99999'))}"
        case 11:
            lines += [f"Origin: {rng.choice(('null', 'http://evil.example', 'http://[', 'javascript:x'))}"]
        case 12:
            body = rng.randbytes(rng.randrange(2_000))
        case _:
            lines += [f"X-Forwarded-For: {rng.choice(('1.2.3.4', 'x' * 500, ', ,', '::1%eth0'))}"]
    whole = ("\r\n".join([*lines, "Connection: close", "", ""])).encode("utf-8", "surrogatepass") + body
    return rng.randbytes(rng.randrange(1, 300)) + b"\r\n\r\n" if rng.random() < 0.05 else whole


# By the description ---------------------------------------------------------------------------------------------------


class Described:
    """Requests that the OpenAPI document describes, with values that fit and values that do not."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas = document["components"]["schemas"]
        self.operations = [
            (method.upper(), path, operation)
            for path, methods in sorted(document["paths"].items())
            for method, operation in sorted(methods.items())
        ]

    def request(self, number: int, rng: Random, known: dict[str, str]) -> tuple[str, str, bytes | None]:
        """Method, path and body of the operation with this number; `known` are values for names in paths."""
        method, path, operation = self.operations[number % len(self.operations)]
        for parameter in operation.get("parameters", ()):
            name = parameter["name"]
            value = (
                known.get(name, "x") if rng.random() < 0.7 else rng.choice(("..", "%00", "%2e%2e", "x" * 300, "%F0%9F"))
            )
            path = path.replace("{" + name + "}", value)
        if rng.random() < 0.3:
            names = ("limit", "after", "seq", "head", "locale", "layout", "paper", "for", "width", "preview")
            path += f"?{rng.choice(names)}="
            path += rng.choice(("-1", "9" * 30, "%00", "../x", "vi", "a" * 500, "%ED%A0%80"))
        described = operation.get("requestBody")
        if described is None:
            return method, path, None if method == "GET" or rng.random() < 0.5 else as_json(wrong(rng), rng)
        value = self._value(described["content"]["application/json"]["schema"], rng, 0)
        return method, path, as_json(value if rng.random() < 0.3 else spoilt(value, rng), rng)

    def _value(self, schema: dict[str, Any], rng: Random, depth: int) -> Any:
        if "$ref" in schema:
            return self._value(self._schemas[schema["$ref"].rpartition("/")[2]], rng, depth + 1)
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self._value(rng.choice(schema[several]), rng, depth + 1)
        if "enum" in schema:
            return rng.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        match schema.get("type"):
            case "object":
                needed = set(schema.get("required", ()))
                return {
                    name: self._value(each, rng, depth + 1)
                    for name, each in schema.get("properties", {}).items()
                    if name in needed or (depth < 4 and rng.random() < 0.4)
                }
            case "array":
                return [self._value(schema.get("items", {}), rng, depth + 1) for _ in range(rng.randrange(3))]
            case "string":
                return "x" * max(1, schema.get("minLength", 1))
            case "integer" | "number":
                return schema.get("minimum", 0)
            case "boolean":
                return rng.random() < 0.5
            case "null":
                return None
            case _:
                return wrong(rng)


def is_refusal(status: int, body: bytes) -> bool:
    """Whether an answer of an error is what the description says errors are."""
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return False
    return status >= 400 and {"code", "message"} <= error.keys()
