"""Frozen pictures of the service on a day: values only, validated when made, no database, no clock."""
