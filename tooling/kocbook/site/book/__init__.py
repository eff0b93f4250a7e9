"""A handbook as one document to print and take away, made from the pages of the built site."""
