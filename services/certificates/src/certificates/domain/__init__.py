"""Pure decisions about certificates: what they say, what their number is, whether they hold."""
