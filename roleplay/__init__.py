"""The customer: what a message does, how the customer takes it, and what the customer says. Values in, values out."""

from typing import Final

# Goes up when the same message may be read differently: scores made before and after are then not comparable.
READER_VERSION: Final = "11"
