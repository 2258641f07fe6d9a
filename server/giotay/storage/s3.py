"""Files in a bucket that speaks S3: for sites whose documents lie with the rest of what they keep.

One object for each file, `<prefix>/<room>/<hash>`. Keys come from the settings, or from where AWS's own tools look for
them; no message of an error leaves this file, for it may quote what was sent.
"""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from giotay.storage.files import CHUNK
from giotay.storage.log import Unavailable

SCHEME: Final = "s3"


@contextlib.asynccontextmanager
async def _answering() -> AsyncIterator[None]:
    """Say Unavailable for everything that keeps the bucket from answering."""
    try:
        yield
    except (BaseError, OSError, TimeoutError) as error:
        raise Unavailable(type(error).__name__) from None


def is_s3(files: str) -> bool:
    """Whether this names a bucket, `s3://bucket/prefix`, and no folder."""
    return urlsplit(files).scheme == SCHEME


class S3Files:
    """Files in a bucket. A file is there when `keep` returns: S3 acknowledges what it has stored."""

    def __init__(
        self,
        files: str,
        *,
        endpoint: str | None = None,
        region: str | None = None,
        key: str | None = None,
        secret: str | None = None,
    ) -> None:
        parts = urlsplit(files)
        chosen: dict[str, Any] = {"region": region or "us-east-1"}
        if endpoint is not None:
            # Stores other than AWS's have the bucket in the path.
            chosen |= {"endpoint": endpoint.rstrip("/"), "virtual_hosted_style_request": False}
        if key is not None and secret is not None:
            chosen |= {"access_key_id": key, "secret_access_key": secret}
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options={
                "allow_http": True, "connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=30),
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
            **chosen,
        )  # fmt: skip

    @staticmethod
    def _path(room: str, key: str) -> str:
        return f"{room}/{key}"

    async def check(self) -> None:
        """That the bucket answers and lets us in. Raises Unavailable."""
        async with _answering():
            async for _ in obstore.list(self._store, "nothing/", chunk_size=1):
                break

    async def keep(self, room: str, key: str, source: Path) -> None:
        """From the file in parts, so that memory stays small."""
        async with _answering():
            await obstore.put_async(self._store, self._path(room, key), source)

    async def read(self, room: str, key: str, start: int, stop: int) -> AsyncIterator[bytes]:
        path = self._path(room, key)
        async with _answering():
            try:
                size = (await obstore.head_async(self._store, path))["size"]
            except FileNotFoundError:
                return
            stop = min(stop, size)
            if start >= stop:
                return
            found = await obstore.get_async(self._store, path, options={"range": (start, stop)})
            stream = found.stream(min_chunk_size=CHUNK).__aiter__()
        while True:
            async with _answering():
                try:
                    chunk = await stream.__anext__()
                except StopAsyncIteration:
                    return
            yield bytes(chunk)

    async def drop(self, room: str, key: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            async with _answering():
                await obstore.delete_async(self._store, self._path(room, key))

    async def keys(self, room: str) -> list[str]:
        async with _answering():
            return sorted(path.rpartition("/")[2] for path in await self._paths(room))

    async def _paths(self, room: str) -> list[str]:
        return [each["path"] async for some in obstore.list(self._store, f"{room}/") for each in some]

    async def remove(self, room: str) -> None:
        async with _answering():
            paths = await self._paths(room)
            if paths:
                await obstore.delete_async(self._store, paths)
