"""Commands that need neither service nor database."""
