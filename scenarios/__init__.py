"""Rehearsable cases as validated, versioned data, and what keeps them sound."""
