"""The rules of the OpenID Provider: pure decisions on values, named as the standards name them."""
