"""The contract on the wire: commands, events, entities, envelopes and refusals.

Everything here is data. Nothing in this package knows a rule, a clock, a socket or a database; the server, the
Python client and the generator of the TypeScript types all read it. `SPEC.md` beside this package numbers the rules.
"""

PROTOCOL_VERSION = "1"
