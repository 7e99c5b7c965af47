"""What is kept of random secrets: session and device tokens, challenges, clients' own."""

from hashlib import sha256


def secret_digest(secret: str | bytes) -> str:
    """The digest that is stored in place of the secret.

    All have 128 random bits or more, so that a fast hash is enough (NIST SP 800-63B-4, section
    3.1.1.2 asks for slow ones of what people choose).
    """
    return sha256(secret.encode() if isinstance(secret, str) else secret).hexdigest()
