"""The pages about IT services, service passwords and the library account."""
