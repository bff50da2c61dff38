"""Grant schemes, applications, decisions, payments and rounds."""
