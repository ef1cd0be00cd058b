"""What the sentences of a message say beside one another: one layer in which they attend to each other, to the message
that they answer and to its sentences (Vaswani et al. 2017), small enough for plain numpy.

A sentence alone does not say everything that it does: a fact behind a refusal is its reason, "since the flood" answers
what was asked, and "it happens" is a comfort after an apology and a slight without one. The weights are learnt with the
reader's layers (`make_reader.py`) and stand in its heads.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from roleplay.beside import Theirs

Table = NDArray[np.float32]

LOOKS: Final = 4  # parts of a sentence that look for different things among the others
PLACES: Final = 16  # of a sentence in its message; beyond them all are last
NEARLY_NONE: Final = 1e-5  # added to a variance, as the layers were learnt with


class Linear(NamedTuple):
    """(inputs, outputs) and (outputs,)."""

    weight: Table
    bias: Table

    def __call__(self, inputs: Table) -> Table:
        outputs: Table = inputs @ self.weight + self.bias
        return outputs


class Even(NamedTuple):
    """Brings each row to mean 0 and variance 1, then to a `scale` (width,) and `bias` (width,) of its own."""

    scale: Table
    bias: Table

    def __call__(self, rows: Table) -> Table:
        apart = rows - rows.mean(axis=1, keepdims=True)
        even: Table = apart / np.sqrt((apart**2).mean(axis=1, keepdims=True) + NEARLY_NONE) * self.scale + self.bias
        return even


class MessageLayer(NamedTuple):
    """`sentences`, `theirs` and `told` bring a sentence, the message it answers and a sentence of that to the width of
    the layer, `places` (16, width) say where a sentence stands, `kinds` (14, width) which of theirs it is; `out` gives
    the scores of the acts."""

    sentences: Linear
    theirs: Linear
    told: Linear
    query: Linear
    key: Linear
    value: Linear
    mixed: Linear
    inner: Linear
    outer: Linear
    out: Linear
    attended: Even
    thought: Even
    places: Table
    kinds: Table

    def __call__(self, inputs: Table, before: Table, theirs: Theirs) -> Table:
        """(n, acts) scores, to be added to those of each sentence alone. `inputs` (n, any width) are what is known of
        each sentence, `before` (384,) of the message that they answer, `theirs` of its sentences."""
        placed = self.sentences(inputs) + self.places[np.minimum(np.arange(len(inputs)), PLACES - 1)]
        told = self.told(theirs.states) + self.kinds[theirs.kinds]
        beside = np.vstack([placed, self.theirs(before[None]), told])
        query, key, value = (
            part(rows).reshape(len(rows), LOOKS, -1).swapaxes(0, 1)
            for part, rows in ((self.query, placed), (self.key, beside), (self.value, beside))
        )
        alike = query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1])
        shares = np.exp(alike - alike.max(axis=-1, keepdims=True))
        seen = (shares / shares.sum(axis=-1, keepdims=True)) @ value
        rows = self.attended(placed + self.mixed(seen.swapaxes(0, 1).reshape(placed.shape)))
        rows = self.thought(rows + self.outer(np.maximum(self.inner(rows), 0)))
        return self.out(rows)


LINEAR: Final = ("sentences", "theirs", "told", "query", "key", "value", "mixed", "inner", "outer", "out")
EVEN: Final = ("attended", "thought")
assert MessageLayer._fields == (*LINEAR, *EVEN, "places", "kinds")
