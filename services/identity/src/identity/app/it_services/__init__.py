"""The directory of IT services, who may use them, and passwords for single ones."""
