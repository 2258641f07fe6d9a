"""What ends a command with a sentence instead of a result."""


class Stop(Exception):
    """End with this sentence and exit code 1."""


class Ahead(Stop):
    """The room is here already, and has gone on since."""


class Gone(Stop):
    """There is no such room any more."""
