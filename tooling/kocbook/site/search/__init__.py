"""What search finds: the words of a page, its terms, and the index in small pieces."""
