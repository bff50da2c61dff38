"""Who uses hjemmel, with which roles, and what the roles open."""
