"""Webhooks: another program is told when the floor changes, a vote begins or ends, and the meeting closes."""
