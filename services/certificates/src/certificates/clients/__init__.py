"""The services that are asked when a certificate is issued, in the student's name or our own."""
