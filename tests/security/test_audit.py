"""The lock files name every version, and what the audit is told is understood: nothing, nobody, something."""

import json
import re
import tomllib

from tests.security.audit import PYTHON_LOCK, ROOT, WEB, of_npm, of_python


def test_the_lock_files_name_versions() -> None:
    pins = [line for line in PYTHON_LOCK.read_text("utf-8").splitlines() if line]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+( ; .+)?", line)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = {re.split(r"==", line)[0].lower().replace("_", "-") for line in pins}
    assert {re.split(r"[><=!;\[ ]", each)[0].lower().replace("_", "-") for each in wanted} - locked == set()
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]
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
