"""The library account and the Leuphana Card."""
