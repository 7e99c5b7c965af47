"""What the gateway reads out of the contracts: methods, routes, access rules, comments."""
