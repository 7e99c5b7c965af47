"""What certificates tells, and what it hears of changes that outdate what it issued."""
