"""Ways out for a digest: chat robots by webhook, and plain mail. Secrets come from the environment."""
