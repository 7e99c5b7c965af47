"""The use cases of applications: the shared workflow, and one module for each kind."""
