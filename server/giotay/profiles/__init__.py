"""The kinds of organisation that come with Giotay, as data: one TOML file each. A host may add a folder of own ones."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from giotay.meeting.profile import Profile
from giotay.profiles.check import Fault, examine


class ProfileError(Exception):
    """A folder of profiles cannot be used; the message says which file and line, and why."""


@cache
def load_profiles() -> Mapping[str, Profile]:
    """Every profile that comes with Giotay, by its name."""
    found: dict[str, Profile] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            profile = _good(file.name, file.read_text("utf-8"))
            found[profile.name] = profile
    return found


def with_own(folder: Path | None) -> Mapping[str, Profile]:
    """Those that come with Giotay and those of a folder. Raises ProfileError: also when two have the same name."""
    found = dict(load_profiles())
    if folder is None:
        return found
    if not folder.is_dir():
        raise ProfileError(f"{folder} is no folder of profiles.")
    for file in sorted(folder.glob("*.toml")):
        profile = _good(str(file), text_of(file))
        if profile.name in found:
            raise ProfileError(f'{file}: there is a profile named "{profile.name}" already; give it another name.')
        found[profile.name] = profile
    return found


def text_of(file: Path) -> str:
    """The text of a file. Raises ProfileError."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise ProfileError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{file} is not UTF-8 text.") from None


def _good(name: str, text: str) -> Profile:
    found = examine(text)
    if isinstance(found, Profile):
        return found
    raise ProfileError("\n".join(f"{name}:{fault.line}: {fault.message}" for fault in found))


__all__ = ["Fault", "ProfileError", "examine", "load_profiles", "text_of", "with_own"]
