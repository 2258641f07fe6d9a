"""The signature of a webhook, as the Standard Webhooks specification has it.

`webhook-signature: v1,<base64 of HMAC-SHA256(secret, id . timestamp . body)>`; the secret is `whsec_` and base64.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256

_PREFIX = "whsec_"


def fresh_secret() -> str:
    """A new secret of 192 random bits."""
    return _PREFIX + b64encode(secrets.token_bytes(24)).decode()


def headers(secret: str, message_id: str, timestamp_s: int, body: bytes) -> dict[str, str]:
    """The headers that go with a body."""
    signed = b".".join((message_id.encode(), str(timestamp_s).encode(), body))
    digest = hmac.new(b64decode(secret.removeprefix(_PREFIX)), signed, sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }
