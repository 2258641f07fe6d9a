"""Measuring a server from outside: phones light enough not to be the bottleneck, and what came of it.

`wire` is one phone; `load` is the process that has them all and plays one `plan`; `own` starts a server to be measured;
`usage` reads what it costs; `report` says it to people. Peers, for comparison, are in the repository's `tests/bench`.
"""
