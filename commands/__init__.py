"""The `frontstage` command line: one module a group of commands, thin over `training`."""

import os

# Before numpy is loaded: the reader's matrices are small, and threads that share them wait more than they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
