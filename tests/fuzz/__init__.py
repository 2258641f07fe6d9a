"""What nobody decent sends: frames, packets, commands and requests that are wrong in every way we could think of."""
