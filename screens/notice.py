"""The notice, to be read again at any time."""

from screens.parts.frame import page_title, viewer
from screens.parts.privacy import show_notice

page_title("Who sees what")
show_notice(viewer())
