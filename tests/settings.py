"""The application's settings, in a data folder made for this test process."""

import os
import tempfile
from pathlib import Path

folder = Path(tempfile.mkdtemp(prefix="minga-test-"))
folder.chmod(0o755)  # the database's own user passes through it
os.environ["MINGA_HOME"] = str(folder)
for name in ("MINGA_KEYS", "MINGA_KEY_FILE", "MINGA_SECRET_KEY"):
    os.environ.pop(name, None)

from minga.config.home import InstallationKind, make_installation  # noqa: E402

make_installation(InstallationKind.DEMONSTRATION)

from minga.config.database import act_as_operator  # noqa: E402

act_as_operator()  # as a command does; pages and scopes see no more than they may

from minga.config.settings import *  # noqa: E402, F403, TID251
from minga.config.settings import MIDDLEWARE  # noqa: E402, TID251

MIDDLEWARE = ["tests.serving.ServingMiddleware", *MIDDLEWARE]

PASSWORD_HASHERS = ["tests.hashing.QuickHasher"]
