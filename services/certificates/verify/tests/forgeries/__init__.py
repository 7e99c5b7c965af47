"""The forgery set: what people do to sealed files, and why each is rejected.

The same list runs against `check_file`, the command and the upload of a running service.
"""

from . import log, paper, seal, structure
from .kinds import Forgery

FORGERIES: tuple[Forgery, ...] = (
    *structure.FORGERIES,
    *seal.FORGERIES,
    *log.FORGERIES,
    *paper.FORGERIES,
)

__all__ = ["FORGERIES", "Forgery"]
