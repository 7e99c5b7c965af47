"""Applications of students: from the draft to the decision."""
