"""Commands of identity beside serving."""
