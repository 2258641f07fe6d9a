"""Every way a request can fail, as `{"error": {"code", "message", …}}` with a fitting status; headers for safety."""

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
from aiohttp import web

from giotay.http.origin import believes
from giotay.http.services import SERVICES
from giotay.logs import request_id
from giotay.storage.log import Unavailable
from giotay_protocol.refusals import HTTP_STATUS, Refusal, invalid

log = logging.getLogger("giotay.http")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CONTENT_SECURITY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src {connect}; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:[0-9]{1,5})?")
# No-Referrer: a personal link's fragment is never sent anyway, and neither is the room's address.
_SAFETY: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# Where the public address is https; browsers heed neither over plain http.
_OVER_TLS: Final = {
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_CODES: Final = {404: "not_found", 405: "invalid", 413: "too_large"}


def _policy(host: str, public: str) -> str:
    """Scripts speak with the server of their page and nobody else; older browsers do not take `'self'` for sockets."""
    hosts = [name for name in (host, public.partition("://")[2]) if _HOST.fullmatch(name)]
    sockets = [f"{scheme}://{name}" for name in dict.fromkeys(hosts) for scheme in ("ws", "wss")]
    return CONTENT_SECURITY.format(connect=" ".join(["'self'", *sockets]))


def refused(refusal: Refusal, status: int | None = None, **beside: object) -> web.Response:
    """The answer for a refusal; `beside` the error stands what else is said."""
    answer = web.Response(
        body=msgspec.json.encode({**beside, "error": refusal.as_wire()}),
        status=status or HTTP_STATUS[refusal.code],
        content_type="application/json",
    )
    retry_ms = refusal.facts.get("retry_ms")
    if isinstance(retry_ms, int):
        answer.headers["Retry-After"] = str(-(-retry_ms // 1000))
    return answer


@web.middleware
async def safely(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer whatever happens, and never say more about a bug than that there is one. Each request has an id, which is
    in the answer and in all that is logged about it.
    """
    began, number = time.perf_counter(), _id_of(request)
    token = request_id.set(number)
    try:
        answer = await _answered(request, handler)
        if log.isEnabledFor(logging.DEBUG):
            took = round((time.perf_counter() - began) * 1000, 1)
            facts = {"status": answer.status, "took_ms": took}
            log.debug("%s %s: %d", request.method, _route_of(request), answer.status, extra=facts)
    finally:
        request_id.reset(token)
    if not answer.prepared:
        answer.headers["X-Request-ID"] = number
        secure(answer, request)
    return answer


def _id_of(request: web.Request) -> str:
    """The id that the operator's own proxy gave the request, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    if given and believes(request.app[SERVICES].settings.trusted_proxy, request) and _REQUEST_ID.fullmatch(given):
        return given
    return secrets.token_hex(8)


def _route_of(request: web.Request) -> str:
    """The route without what is in its place holders, which may be somebody's."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        answer = await handler(request)
    except Refusal as refusal:
        answer = refused(refusal)
    except Unavailable:
        answer = refused(Refusal("unavailable", "The store does not answer."))
    except web.HTTPException as error:
        code = _CODES.get(error.status, "invalid")
        body = {"error": {"code": code, "message": f"{error.reason}."}}
        answer = web.json_response(body, status=error.status)
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
    except (asyncio.CancelledError, ConnectionError):
        raise
    except web.RequestPayloadError:
        answer = refused(invalid("body", "The body is not what its headers say."))
    except TimeoutError:
        answer = refused(Refusal("unavailable", "This took too long."))
    except Exception:
        log.exception("%s %s failed", request.method, _route_of(request))
        answer = refused(Refusal("internal", "Something went wrong."))
    return answer


def secure(answer: web.StreamResponse, request: web.Request) -> None:
    """Set the headers every answer has, where it has none of its own."""
    public = request.app[SERVICES].settings.address
    for name, value in (_SAFETY | _OVER_TLS if public.startswith("https:") else _SAFETY).items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Content-Security-Policy", _policy(request.host, public))
    answer.headers.setdefault("Cache-Control", "no-store")
