"""The sign-in page from a cold start: until its first answer, and what the process has imported by then."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from benchmarks.figures import Figure

HEAVY = ("langchain", "langchain_core", "langchain_openai", "openai", "chromadb", "pandas", "onnxruntime", "tiktoken")
LONGEST_S = 60
STARTS = 3
_LIST = "import json, sys; import server; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="frontstage-bench-") as folder:
        _cold_start(folder)  # makes the database, which a first start does once
        cold = min(_cold_start(folder) for _ in range(STARTS))
        imported = _imports(folder)
    heavy = [name for name in HEAVY if name in imported]
    return [
        Figure("sign-in page, cold start", cold, "s", 1.5, note=f"best of {STARTS}, process start to first answer"),
        Figure("heavy imports at the sign-in page", len(heavy), "", 0, note=", ".join(heavy) or "none"),
    ]


def _environment(folder: str, port: int) -> dict[str, str]:
    return {**os.environ, "FRONTSTAGE_DATA_DIR": folder, "FRONTSTAGE_PORT": str(port), "FRONTSTAGE_MODEL": ""}


def _cold_start(folder: str) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "commands", "serve"],
        env=_environment(folder, port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - start < LONGEST_S:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5):
                    return time.perf_counter() - start
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.01)
        raise TimeoutError(f"the app did not answer within {LONGEST_S} s")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _imports(folder: str) -> set[str]:
    listed = subprocess.run(
        [sys.executable, "-c", _LIST], env=_environment(folder, 8501), check=True, capture_output=True, text=True
    )
    return set(json.loads(listed.stdout.splitlines()[-1]))
