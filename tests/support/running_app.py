"""The real app in a process of its own: on a free port, with its own data folder, waited for until it is healthy."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.house import ROOT

START_S = 60
STOP_S = 20


@dataclass(frozen=True)
class RunningApp:
    """`url` has no slash at its end. `log` holds what the process wrote, both streams."""

    url: str
    data_dir: Path
    log: Path


@contextmanager
def running_app(data_dir: Path, environment: Mapping[str, str] | None = None) -> Iterator[RunningApp]:
    """Start `frontstage serve` and stop it afterwards. `environment` adds settings to those of this process."""
    port = free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    app = RunningApp(f"http://127.0.0.1:{port}", data_dir, data_dir / "server.log")
    settings = {"FRONTSTAGE_DATA_DIR": str(data_dir), "FRONTSTAGE_PORT": str(port), **(environment or {})}
    with app.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from commands.main import app; app(['serve'])"],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(process, app)
        yield app
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(process: subprocess.Popen[bytes], app: RunningApp) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the app ended with {process.returncode}:\n{app.log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(f"{app.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the app was not healthy after {START_S} s:\n{app.log.read_text(errors='replace')}")
