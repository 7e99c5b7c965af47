"""The university's own data for this service, read from YAML files."""
