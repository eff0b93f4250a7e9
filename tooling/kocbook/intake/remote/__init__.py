"""What lies on other hosts: attachments and pictures, found in texts and fetched with care."""
