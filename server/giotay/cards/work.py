"""The process that draws: a deck as JSON on its standard input, the file on its standard output."""

import sys

import msgspec

from giotay.cards import Deck


def main() -> None:
    deck = msgspec.json.decode(sys.stdin.buffer.read(), type=Deck)
    if deck.shape == "picture":
        from giotay.cards.picture import png

        sys.stdout.buffer.write(png(deck))
    else:
        from giotay.cards.printed import pdf

        sys.stdout.buffer.write(pdf(deck))


if __name__ == "__main__":
    main()
