"""What every Matrikel service stands on; it knows no business message."""
