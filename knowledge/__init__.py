"""Guidance for frontline staff and the search over it: pages, chunks, a dense and a lexical index, and their fusion."""
