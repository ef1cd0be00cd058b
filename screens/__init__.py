"""What people see: one file a screen, thin over the use cases of `training`. Parts that several screens draw are in
`parts`."""
