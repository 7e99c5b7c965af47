"""The students' pages on their records: enrolment, fees, contact data, card, appointments."""
