"""The OpenID Provider: Authlib's server classes, run inside the transaction of a use case."""

import logging

# Authlib 1.9 writes whole tokens to its log at the level DEBUG ("Issue token %r to %r").
logging.getLogger("authlib").setLevel(logging.INFO)
