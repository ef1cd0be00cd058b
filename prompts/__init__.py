"""The prompts as files, and the one way in which they become text. A prompt is edited here without touching code."""
