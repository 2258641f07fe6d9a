"""What docs/security.md promises, and the tools that look after it."""
