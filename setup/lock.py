"""Writes requirements.txt and requirements-dev.txt from pyproject.toml, so that every machine installs the same.

Always holds: a file opens with the hash of the declarations that it was resolved from, the development pins are the
run-time pins and more, and no index or machine is named in either. A file is complete: it is installed without
resolving anything again. `tests/contract/test_requirements.py` checks it.

    python setup/lock.py                keep the pins that still fit
    python setup/lock.py --upgrade      take the newest that fit
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Made by `make lock` from pyproject.toml; do not edit.\n# declarations: sha256:{digest}\n"


def declarations_digest(pyproject: Path) -> str:
    """The sha256 of everything in `pyproject` that the pins depend on, as 64 hex digits."""
    document = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    declared = [
        document["project"]["requires-python"],
        sorted(document["project"]["dependencies"]),
        sorted(document["dependency-groups"]["dev"]),
        sorted(document["tool"]["uv"]["exclude-dependencies"]),
    ]
    return hashlib.sha256(json.dumps(declared).encode()).hexdigest()


def lock(root: Path, *, upgrade: bool) -> None:
    """Resolve both files in `root`. Raises CalledProcessError when there is no solution."""
    run_time, development = root / "requirements.txt", root / "requirements-dev.txt"
    _resolve(root, run_time, upgrade=upgrade, extra=[])
    _resolve(root, development, upgrade=upgrade, extra=["--group", "dev", "--constraint", run_time.name])


def _resolve(root: Path, target: Path, *, upgrade: bool, extra: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / target.name
        if target.exists() and not upgrade:
            output.write_text(target.read_text(encoding="utf-8"), encoding="utf-8")
        subprocess.run(
            [
                *("uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", "3.11"),
                *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
                *("--output-file", str(output)),
                *extra,
            ],
            cwd=root,
            check=True,
        )
        header = HEADER.format(digest=declarations_digest(root / "pyproject.toml"))
        target.write_text(header + output.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    lock(ROOT, upgrade="--upgrade" in sys.argv[1:])
