"""The use cases: all that screens, commands and the API may call. Everything is wired together here."""
