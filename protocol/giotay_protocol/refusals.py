"""Refusals: what a client hears when the answer is no.

A `Refusal` is part of the contract: its `code` is one of a closed list, stable for ever; its `message` is one English
sentence for developers; further facts (`field`, `max`, `retry_ms`, what is true now) stand beside them.
"""

from typing import Literal, get_args

Code = Literal[
    "unauthenticated", "forbidden", "not_found", "invalid", "too_large", "rate_limited", "stale", "closed", "locked",
    "already", "not_present", "not_eligible", "limit", "round_open", "no_quorum", "unavailable", "internal",
]  # fmt: skip
CODES: tuple[str, ...] = get_args(Code)

# The HTTP status that carries each refusal.
HTTP_STATUS: dict[str, int] = {
    "unauthenticated": 401, "forbidden": 403, "not_found": 404, "invalid": 422, "too_large": 413, "rate_limited": 429,
    "stale": 409, "closed": 409, "locked": 409, "already": 409, "not_present": 409, "not_eligible": 403, "limit": 409,
    "round_open": 409, "no_quorum": 409, "unavailable": 503, "internal": 500,
}  # fmt: skip


class Refusal(Exception):
    """The rules, or the shape of what was sent, say no.

    `code` is one of `CODES`; `message` is for developers; `facts` are the further fields of the error on the wire.
    """

    def __init__(self, code: Code, message: str, **facts: object) -> None:
        super().__init__(f"{code}: {message}")
        self.code: Code = code
        self.message = message
        self.facts = facts

    def as_wire(self) -> dict[str, object]:
        """`{"code", "message", …}`, the value of `error` in an ack or an HTTP answer."""
        return {"code": self.code, "message": self.message, **self.facts}


def invalid(field: str, message: str) -> Refusal:
    """The command's shape or a field's value is wrong; `field` names which."""
    return Refusal("invalid", message, field=field)


def too_large(field: str, maximum: int) -> Refusal:
    """A text or list is longer than allowed; `max` is in characters or items."""
    return Refusal("too_large", f"{field} is longer than {maximum}.", field=field, max=maximum)
