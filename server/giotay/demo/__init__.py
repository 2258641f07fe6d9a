"""The first meeting, played: seventeen members with invented names, over real sockets, in front of whoever watches."""
