"""What exams tells and what it hears."""
