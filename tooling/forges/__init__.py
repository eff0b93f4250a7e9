"""What carries kocbook's answers to hosting services; kocbook itself knows none of them."""
