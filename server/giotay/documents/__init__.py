"""What is in a file that somebody sent: looked at and drawn in a process of its own, which may fail without harm."""
