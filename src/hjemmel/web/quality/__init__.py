"""Pages about the figures' quality."""
