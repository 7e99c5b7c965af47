"""Pure decisions about registering for exams: values in, decisions with reasons out."""
