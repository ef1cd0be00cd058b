"""The `frontstage` command line: one module a group of commands, thin over `training`."""
