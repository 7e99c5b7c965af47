"""Applications: the workflow that all kinds share, and what each kind asks for."""
