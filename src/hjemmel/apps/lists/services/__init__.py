"""What is done in daily operation: each verb once, audited."""
