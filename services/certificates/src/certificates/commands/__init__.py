"""The commands of certificates, beside those that every service has."""
