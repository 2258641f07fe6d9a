"""Socket.IO, thin: who connects, what they may ask how often, and what they hear. No rule of a meeting stands here."""
