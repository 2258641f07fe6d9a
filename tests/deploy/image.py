"""The image, built from deploy/Dockerfile and run as a container would, on a machine without a container engine.

`buildah` carries out the Dockerfile, step by step, in a chroot. The base images come from a registry that a test may
not reach, so one is made with `debootstrap` and this machine's Node. What was built runs in a mount namespace with a
root that the kernel lets nobody write to, as the user of the image, without any capability. Needs root.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BASE = "localhost/giotay-base"
_IMAGE = "localhost/giotay"
_DEBIAN = "http://deb.debian.org/debian"
_RUN = """
set -e
root=$1; data=$2; shift 2
mount --rbind "$root" "$root"
mount --bind "$data" "$root/data"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -o remount,bind,ro "$root"
exec chroot "$root" setpriv --reuid 10001 --regid 10001 --clear-groups --bounding-set=-all --inh-caps=-all \\
  --no-new-privs "$@"
"""


class Image:
    """A built image, mounted at `root`; `environment` is what it sets."""

    def __init__(self, root: Path, environment: list[str]) -> None:
        self.root, self.environment = root, environment

    def start(self, data: Path, *command: str, **more: str) -> "subprocess.Popen[str]":
        """Run a command in it, with `data` mounted at /data."""
        environment = [*self.environment, *(f"{name}={value}" for name, value in more.items())]
        return subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "bash", "-c", _RUN, "run", self.root, data,
             "env", "-i", *environment, *command],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, data: Path, *command: str, **more: str) -> tuple[int, str]:
        """Run a command to its end: exit code and output."""
        process = self.start(data, *command, **more)
        said, _ = process.communicate(timeout=60)
        return process.returncode, said


@contextlib.contextmanager
def built() -> Iterator[Image]:
    """Build the image; it is gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="giotay-image-", dir="/var/tmp"))
    storage = folder / "storage.conf"
    storage.write_text(f'[storage]\ndriver = "vfs"\nrunroot = "{folder}/run"\ngraphroot = "{folder}/graph"\n')
    environment = os.environ | {"CONTAINERS_STORAGE_CONF": str(storage), "BUILDAH_ISOLATION": "chroot"}

    def buildah(*arguments: str | Path) -> str:
        done = subprocess.run(
            ["buildah", *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"buildah {arguments[0]}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout.strip()

    try:
        base = buildah("from", "scratch")
        _bootstrap(folder / "base")
        buildah("add", "--quiet", base, folder / "base", "/")
        shutil.rmtree(folder / "base")
        for name in ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "npm_config_cafile"):
            buildah("config", "--env", f"{name}=/etc/ssl/certs/ca-certificates.crt", base)
        buildah("config", "--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", base)
        buildah("commit", "--quiet", "--rm", base, _BASE)
        buildah(
            "bud", "--quiet", "--network", "host", "--format", "docker", "--build-arg", f"NODE={_BASE}",
            "--build-arg", f"PYTHON={_BASE}", "--file", ROOT / "deploy" / "Dockerfile", "--tag", _IMAGE, ROOT,
        )  # fmt: skip
        told = buildah("inspect", "--type", "image", "--format", r'{{range .Docker.Config.Env}}{{println .}}{{end}}',
                       _IMAGE)  # fmt: skip
        container = buildah("from", "--quiet", _IMAGE)
        yield Image(Path(buildah("mount", container)), told.split("\n"))
        buildah("umount", container)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _bootstrap(folder: Path) -> None:
    """A Debian with Python and this machine's Node; it trusts whom this machine trusts."""
    subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=python3,python3-venv,ca-certificates", "bookworm", folder,
         _DEBIAN],
        check=True, capture_output=True,
    )  # fmt: skip
    node, npm = shutil.which("node"), shutil.which("npm")
    assert node is not None
    assert npm is not None
    shutil.copy2(Path(node).resolve(), folder / "usr/bin/node")
    shutil.copytree(Path(npm).resolve().parents[1], folder / "usr/lib/npm", symlinks=True)
    (folder / "usr/bin/npm").symlink_to("../lib/npm/bin/npm-cli.js")
    shutil.copy2("/etc/ssl/certs/ca-certificates.crt", folder / "etc/ssl/certs/ca-certificates.crt")


def end(process: "subprocess.Popen[str]", how: signal.Signals) -> int:
    """Signal what runs in the container (the shells before it were replaced by it); its exit code."""
    process.send_signal(how)
    process.communicate(timeout=30)
    return process.returncode
