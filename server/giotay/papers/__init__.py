"""Making a paper of a meeting: in a process of its own, with little memory and little time, never on the event loop."""
