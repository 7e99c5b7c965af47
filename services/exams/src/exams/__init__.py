"""The exams service: regulations, sittings, terms, the exam tree and registrations."""
