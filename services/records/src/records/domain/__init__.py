"""What records decides: pure rules over values, without clock, database or network."""
