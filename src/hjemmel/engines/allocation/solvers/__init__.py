"""What is asked of solver libraries."""
