"""Public nurse-rostering instances: read, checked and measured. The files are not part of the project."""
