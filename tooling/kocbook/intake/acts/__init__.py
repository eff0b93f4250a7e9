"""What people do (join, claim, deliver, sign …), as the records and files that say so."""
