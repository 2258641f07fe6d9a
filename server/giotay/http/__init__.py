"""HTTP, thin: making rooms, coming in, the same commands without a socket, pages and health. No rule stands here.

`application` builds the aiohttp application; `table` is the one list of routes, from which they are registered,
guarded and described; the other files are what the routes do.
"""
