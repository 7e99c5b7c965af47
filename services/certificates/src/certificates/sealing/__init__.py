"""The university's electronic seal: PAdES, in the revision that a file is drawn in."""

from certificates.sealing.sealer import Sealer

__all__ = ["Sealer"]
