"""Sign-in, profile, users and roles."""
