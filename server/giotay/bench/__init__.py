"""Measuring: a load of phones light enough not to be the bottleneck, and what came of it."""
