"""The web lock names every version, and what the audit is told is understood: nothing, nobody, something."""

import json

from tests.security.audit import WEB, of_npm, of_python


def test_the_web_lock_names_versions_and_what_they_contain() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages
    assert [name for name, each in packages.items() if name and not ("version" in each and "integrity" in each)] == []


def test_a_known_weakness_is_told() -> None:
    weak = {"id": "PYSEC-1", "fix_versions": ["2.0"], "aliases": [], "description": "…"}
    told = {
        "dependencies": [
            {"name": "good", "version": "1.0", "vulns": []}, {"name": "bad", "version": "1.0", "vulns": [weak]},
            {"name": "elsewhere", "skip_reason": "not found"},
        ]
    }  # fmt: skip
    assert of_python(told) == ["bad 1.0: PYSEC-1, mended in 2.0"]
    assert of_npm({"vulnerabilities": {"bad": {"severity": "high", "range": "<2"}}}) == ["bad: high, <2"]


def test_nothing_known_is_not_nobody_asked() -> None:
    assert of_python({"dependencies": [{"name": "good", "version": "1.0", "vulns": []}]}) == []
    assert of_python({"dependencies": [{"name": "good", "skip_reason": "not found"}]}) is None
    assert of_npm({"vulnerabilities": {}}) == []
    assert of_npm({"message": "405", "statusCode": 405}) is None
