"""A server that runs for hours while people come and go and things fail; docs/reliability.md, L8."""
