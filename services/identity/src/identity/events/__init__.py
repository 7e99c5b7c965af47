"""What this service tells and hears."""
