"""Pages on exams for examiners, the examinations office and programme advisers."""
