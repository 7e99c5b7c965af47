"""What is wrong with keys, said to whoever runs the service."""


class KeysError(Exception):
    """The keys cannot be used as they are; the text names the place and the remedy, no secret."""
