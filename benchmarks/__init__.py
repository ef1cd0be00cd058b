"""The figures that the design promises, measured side by side in one run: `python -m benchmarks`."""

import os

# Before numpy is loaded: the reader's matrices are small, and threads that share them wait more than they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
