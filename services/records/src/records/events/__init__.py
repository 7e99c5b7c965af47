"""What records tells other services and hears from them."""
