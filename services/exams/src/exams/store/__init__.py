"""The tables of exams and the only SQL of the service."""
