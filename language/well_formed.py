"""Text as every library behind this room can take it. A browser may send half of a surrogate pair, which Python
keeps in a string but which has no UTF-8 form: encoders, tokenizers and HTTP clients then fail far from the cause."""


def well_formed(text: str) -> str:
    """The text with every lone surrogate replaced by "?"; all other text comes back as it was."""
    return text.encode("utf-8", "replace").decode("utf-8")
