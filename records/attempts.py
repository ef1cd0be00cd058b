"""Attempts as one repository: their life, the conversation in them, and their scores."""

from records.conversation import Conversation
from records.lifecycle import Lifecycle
from records.scores import Scores


class Attempts(Lifecycle, Conversation, Scores):
    """Everything that belongs to an attempt. Its three parts share the attempt's lock, revision and event log."""
