"""What an operator copies: units, alerts, dashboard, chart. Each is judged by the program that will read it (heavy),
and by what can be seen without one: every figure and path named there is one that the server has.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from giotay.http.application import ROUTES
from giotay.http.pages import PAGES
from giotay.http.plain_pages import plain_routes
from giotay.settings import load
from tests.deploy.image import ROOT
from tests.gateway.world import running, token_of

DEPLOY = ROOT / "deploy"
TOOLS = ROOT / "build" / "tools" / "bin"
_FIGURE = re.compile(r"giotay_\w+")


def tool(name: str, folder: Path | None = None) -> str:
    found = shutil.which(name, path=str(folder) if folder is not None else None)
    if found is None:
        pytest.fail(f"{name} was not found; make test-heavy says how to install it")
    return found


def judged(*command: str | Path, **more: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# Figures --------------------------------------------------------------------------------------------------------------


async def test_every_figure_in_alerts_and_dashboard_is_one_that_the_server_tells() -> None:
    async with running() as world:
        room = await world.room()
        await (await world.seated(token_of(room, "Chi"))).command("meeting.open")
        told = (await world.ask("GET", "/metrics", bearer=None)).body.decode()
    there = {line.partition("{")[0] for line in told.splitlines() if not line.startswith("#")}
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8"))
    wanted = {name for group in alerts["groups"] for rule in group["rules"] for name in _FIGURE.findall(rule["expr"])}
    board = json.loads((DEPLOY / "grafana" / "giotay.json").read_text("utf-8"))
    shown = {
        name for panel in board["panels"] for target in panel["targets"] for name in _FIGURE.findall(target["expr"])
    }
    assert len(wanted) > 8
    assert len(shown) > 10
    assert wanted | shown <= there
    values = yaml.safe_load((DEPLOY / "helm" / "giotay" / "values.yaml").read_text("utf-8"))
    assert values["autoscaling"]["connections"]
    assert "giotay_connections" in (DEPLOY / "helm" / "giotay" / "templates" / "autoscaler.yaml").read_text("utf-8")


def test_every_alert_says_what_it_means_and_what_to_do() -> None:
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8"))
    for rule in alerts["groups"][0]["rules"]:
        assert rule["annotations"].keys() == {"summary", "action"}
        assert rule["labels"]["severity"] in ("page", "ticket")


@pytest.mark.heavy
def test_prometheus_takes_the_alerts_and_they_go_off() -> None:
    for what in (["check", "rules", "alerts.yaml"], ["test", "rules", "alerts.test.yaml"],
                 ["check", "config", "prometheus.yaml"]):  # fmt: skip
        done = subprocess.run([tool("promtool"), *what], cwd=DEPLOY / "prometheus", capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


# Units ----------------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_systemd_takes_the_units_and_finds_them_hardened(tmp_path: Path) -> None:
    """The program is not in its place here; everything else stands as it is."""
    program = tmp_path / "giotay"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text("utf-8")
        (tmp_path / unit.name).write_text(text.replace("/opt/giotay/bin/giotay", str(program)))
    said = judged(tool("systemd-analyze"), "verify", *sorted(tmp_path.glob("giotay*.*")))
    assert "giotay" not in said, said
    # 0 is safe, 10 is not; systemd itself calls what is below 2 well protected.
    judged("systemd-analyze", "security", "--offline=true", "--threshold=20", tmp_path / "giotay.service")


def test_the_settings_that_the_page_shows_are_settings(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.*?)```", (DEPLOY / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    file = tmp_path / "giotay.toml"
    file.write_text(shown[1])
    settings = load({}, {}, file)
    assert (settings.address, settings.trusted_proxy) == ("https://meet.example.org", "127.0.0.1")


# The chart ------------------------------------------------------------------------------------------------------------


def test_the_ingress_lets_through_all_that_is_served_but_what_is_for_ones_own_machines() -> None:
    text = (DEPLOY / "helm" / "giotay" / "templates" / "ingress.yaml").read_text("utf-8")
    listed = re.search(r"range list (.*?) \}\}", text)
    assert listed is not None
    through = set(re.findall(r'"(/[^"]*)"', listed[1]))
    served = {route.path for route in ROUTES} | {str(route.path) for route in plain_routes()} | set(PAGES)
    first = {"/" + path.split("/")[1] for path in served} - {"/", "/{letter:[jJ]}", "/metrics", "/readyz"}
    assert first | {"/j", "/J", "/assets", "/socket.io", "/icon.svg"} == through


_RENDER = """
import json, sys
from helm_python import Chart, lint
found = lint(sys.argv[1])
with Chart.load(sys.argv[1]) as chart:
    rendered = chart.render(values=json.loads(sys.argv[2]), name="site")
print(json.dumps({"errors": found["errors"], "messages": found["messages"], "rendered": rendered}))
"""


def rendered(values: dict[str, Any]) -> dict[str, Any]:
    """What Helm makes of the chart, by kind; it has no fault to find."""
    said = judged(tool("python", TOOLS), "-c", _RENDER, DEPLOY / "helm" / "giotay", json.dumps(values))
    found = json.loads(said)
    assert found["errors"] == []
    assert all(message["severity"] < 2 for message in found["messages"]), found["messages"]
    made = [yaml.safe_load(text) for name, text in found["rendered"].items() if name.endswith(".yaml") and text.strip()]
    return {each["kind"]: each for each in made}


@pytest.mark.heavy
def test_helm_makes_of_the_chart_what_kubernetes_takes() -> None:
    """Its settings are settings, nothing writes but to /data, and what scales is connections."""
    made = rendered({"host": "meet.example.org"})
    assert made.keys() == {"Deployment", "Service", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget"}
    pod = made["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    given = {each["name"]: each.get("value") for each in container["env"]}
    given |= {"GIOTAY_HOST_KEY": "k" * 16, "GIOTAY_REDIS": "redis://valkey:6379/0"}
    settings = load({}, {name: str(value) for name, value in given.items()})
    assert settings.address == "https://meet.example.org"
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert [mount["mountPath"] for mount in container["volumeMounts"]] == ["/data"]
    assert pod["enableServiceLinks"] is False
    metrics = made["HorizontalPodAutoscaler"]["spec"]["metrics"]
    assert metrics[0]["pods"]["metric"]["name"] == "giotay_connections"
    labels = made["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert made["Service"]["spec"]["selector"].items() <= labels.items()
    fixed = rendered(
        {"autoscaling": {"enabled": False}, "replicas": 3, "podMonitor": True, "ingress": {"enabled": False}}
    )
    assert "HorizontalPodAutoscaler" not in fixed
    assert "Ingress" not in fixed
    assert fixed["Deployment"]["spec"]["replicas"] == 3
    assert fixed["PodMonitor"]["spec"]["podMetricsEndpoints"][0]["path"] == "/metrics"


@pytest.mark.heavy
def test_a_judge_of_dockerfiles_has_nothing_to_say() -> None:
    assert judged(tool("hadolint", TOOLS), DEPLOY / "Dockerfile").strip() == ""
