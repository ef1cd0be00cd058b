"""The use cases: all that screens, commands and the API may call. Everything is wired together here."""

import os

# The reader's matrices are small: one thread multiplies them fastest, and several fight over the cores that other
# conversations need. It has to be said before numpy is imported for the first time.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
