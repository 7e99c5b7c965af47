"""The HTTP face of the OpenID Provider: identity decides, this maps HTTP to its methods."""
