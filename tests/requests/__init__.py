"""One valid request for every method of every service.

Each module holds those of one area; importing this package finds them all.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.requests.named import REQUESTS, SMALL_PDF, Named, request_for

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["REQUESTS", "SMALL_PDF", "Named", "request_for"]
