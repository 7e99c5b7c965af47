"""The keys of the university: generations, files, tokens; what signs and what verifies."""

from certificates.keys.generations import Generation
from certificates.keys.keyring import Keyring
from certificates.keys.problems import KeysError
from certificates.keys.purposes import Purpose

__all__ = ["Generation", "Keyring", "KeysError", "Purpose"]
