"""Engine.IO 4 and Socket.IO 5 for one process: sockets for phones that lose packets to nobody and cost little.

`packets`, `events` and `framing` are the codecs, pure; `socket` is one connection's state machine, `websocket` and
polling its two transports, `probe` the way from one to the other; `peer` is its Socket.IO side; `server` is the thin
part that aiohttp calls; `wheel` is the one timer of all connections. Nothing here knows a room.

[One send path] Everything that leaves on a connection (open, pings, acks, updates) leaves through one synchronous
write, so what was sent first arrives first. See docs/decisions/0001-own-engine-io.md.
"""
