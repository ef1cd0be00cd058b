"""The values that every room of the house speaks. No I/O, no ids of storage, no third-party service."""
