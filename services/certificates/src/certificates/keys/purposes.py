"""What the certificates service has keys for."""

from enum import Enum


class Purpose(Enum):
    """One use, with generations of keys of its own; a key serves one purpose only."""

    # Seals the PDF: P-256 with an X.509 chain.
    DOCUMENT_SEAL = "document-seal"
    # Signs the barcode on the paper: P-256, named by a reference.
    DATA_SEAL = "data-seal"
    # Signs the checkpoints of the transparency log: Ed25519, as C2SP signed-note asks for.
    LOG = "log"
    # Signs the list of states: P-256 (ES256).
    STATUS_LIST = "status-list"

    @property
    def can_be_in_token(self) -> bool:
        """Whether a hardware token may hold the key; few tokens know Ed25519."""
        return self is not Purpose.LOG
