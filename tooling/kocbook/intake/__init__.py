"""What people bring in: records, texts and media, as one branch and one commit."""
