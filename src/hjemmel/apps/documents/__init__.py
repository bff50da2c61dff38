"""Documents of a plan: what they say, frozen, as Word, PDF and HTML, from texts a municipality may edit."""
