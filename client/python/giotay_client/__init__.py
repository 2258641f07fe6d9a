"""Giotay from Python: bots, the demo and the tests speak to a room with this package."""

from giotay_client.apply import Replica
from giotay_client.client import Refused, Room, connect

__all__ = ["Refused", "Replica", "Room", "connect"]
