"""One pinned connection to the store that many callers share without waiting for one another.

Commands leave in the order they were called and their answers come back in that order. Nothing is ever repeated: when
the connection breaks, every caller still waiting hears `Lost`, and the next call connects anew. (A pool would give up
at its limit and its client repeats commands on a lost reply, so that one append could be stored twice.)
"""

import asyncio
import contextlib
from collections import deque
from typing import Any

from redis.asyncio.connection import Connection, ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

Part = str | bytes | int
_BROKEN = (OSError, RedisConnectionError, RedisTimeoutError, asyncio.IncompleteReadError)


class Lost(Exception):
    """The connection broke before the answer came: the command may or may not have been carried out."""


class Refused(Exception):
    """No connection could be made: the command was not sent."""


class Pipe:
    """A pipelined connection taken from `pool`'s settings."""

    def __init__(self, pool: ConnectionPool, *, connect_timeout: float = 2.0) -> None:
        self._pool = pool
        self._connect_timeout = connect_timeout
        self._connection: Connection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._sending = asyncio.Lock()

    async def call(self, *parts: Part) -> Any:
        """The answer to one command. Raises Lost, Refused, or redis-py's ResponseError."""
        async with self._sending:
            connection = await self._connected()
            answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            self._waiting.append(answer)
            try:
                await connection.send_packed_command(connection.pack_command(*parts), check_health=False)
            except _BROKEN as error:
                await self._break(error)
        return await answer

    async def _connected(self) -> Connection:
        if self._connection is None:
            connection: Connection = self._pool.make_connection()
            try:
                async with asyncio.timeout(self._connect_timeout):
                    await connection.connect()
            except (*_BROKEN, RedisError, TimeoutError) as error:
                with contextlib.suppress(Exception):
                    await connection.disconnect(nowait=True)
                raise Refused(str(error) or "the store does not answer") from error
            self._connection = connection
            self._reader = asyncio.create_task(self._read(connection))
        return self._connection

    async def _read(self, connection: Connection) -> None:
        while True:
            try:
                answer = await connection.read_response(disable_decoding=True, timeout=None)
            except ResponseError as error:
                answer = error
            except _BROKEN as error:
                await self._break(error)
                return
            if not self._waiting:
                await self._break(ConnectionError("an answer nobody asked for"))
                return
            waiting = self._waiting.popleft()
            if waiting.done():
                continue
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)

    async def _break(self, error: BaseException) -> None:
        connection, self._connection = self._connection, None
        waiting, self._waiting = self._waiting, deque()
        for answer in waiting:
            if not answer.done():
                answer.set_exception(Lost(str(error)))
        if connection is not None:
            with contextlib.suppress(Exception):
                await connection.disconnect(nowait=True)

    async def close(self) -> None:
        """Let the connection go."""
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
        await self._break(ConnectionError("closed"))
