"""What a sealed file carries for a check without any server: claims, and their place in the log."""

import base64
import json
from dataclasses import dataclass
from typing import Self

# The name of the attachment.
FILE_NAME = "matrikel-evidence.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims, the salt of their leaf, and the proof that the leaf is in the log."""

    # Canonical claims.
    claims: bytes
    salt: bytes
    leaf_index: int
    # Hashes from the leaf's sibling up to the root (RFC 6962, 2.1.1).
    inclusion_proof: tuple[bytes, ...]
    # The checkpoint that the proof leads to, as a signed note.
    checkpoint: str

    def to_json(self) -> bytes:
        """As it is attached; the same evidence gives the same bytes."""
        values = {
            "claims": self.claims.decode(),
            "salt": base64.b64encode(self.salt).decode(),
            "leaf_index": self.leaf_index,
            "inclusion_proof": [base64.b64encode(one).decode() for one in self.inclusion_proof],
            "checkpoint": self.checkpoint,
        }
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def parse(cls, attached: bytes) -> Self:
        """Reads an attachment. Raises ValueError for anything else."""
        try:
            values = json.loads(attached)
            proof = values["inclusion_proof"]
            evidence = cls(
                claims=values["claims"].encode(),
                salt=base64.b64decode(values["salt"], validate=True),
                leaf_index=values["leaf_index"],
                inclusion_proof=tuple(base64.b64decode(one, validate=True) for one in proof),
                checkpoint=values["checkpoint"],
            )
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError("not the evidence of a certificate") from error
        if type(evidence.leaf_index) is not int or not isinstance(evidence.checkpoint, str):
            raise ValueError("not the evidence of a certificate")
        return evidence
