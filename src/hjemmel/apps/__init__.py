"""Django apps: what is stored, who may do what, what was done."""
