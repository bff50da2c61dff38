"""Dokumenter: the documents of plans, made, read, handed out as files, and the texts they are made from."""
