"""`python -m commands`: the `frontstage` command line where the script is not on the path."""

from commands.main import app

app()
