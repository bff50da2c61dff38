"""What is done with plans: each verb once, audited."""
