"""The kinds of organisation that come with Giotay, as data: one TOML file each, checked when it is read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from giotay.meeting.profile import Profile


@cache
def load_profiles() -> Mapping[str, Profile]:
    """Every profile by its name. Raises msgspec.ValidationError when a file is not what a profile is."""
    found: dict[str, Profile] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            profile = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Profile)
            found[profile.name] = profile
    return found
