"""How whole tables are laid into the register: what is new, what changed, what ended."""
