"""Attempts as one repository: their life, the conversation in them, what was taken again, help, and their scores."""

from records.conversation import Conversation
from records.forks import Forks
from records.help import Help
from records.lifecycle import Lifecycle
from records.scores import Scores


class Attempts(Lifecycle, Conversation, Forks, Help, Scores):
    """Everything that belongs to an attempt. Its parts share the attempt's lock, revision and event log."""
