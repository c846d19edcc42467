"""The settings as an installation of another kind would have them."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SHOW = """
import json
from minga.config import settings
named = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
print(json.dumps(named, default=str))
"""


def settings_of(kind: str, **environment: str) -> dict[str, Any]:
    """Every setting of an installation of this kind, read by a process of its own."""
    with tempfile.TemporaryDirectory(prefix="minga-test-") as folder:
        if kind:
            (Path(folder) / "installation.json").write_text(json.dumps({"kind": kind}))
        ours = {name: value for name, value in os.environ.items() if not name.startswith("MINGA_")}
        done = subprocess.run(
            [sys.executable, "-c", SHOW],
            env={**ours, "MINGA_HOME": folder, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
    told: dict[str, Any] = json.loads(done.stdout)
    return told
