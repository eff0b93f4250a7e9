"""Slips of the keyboard in records: what was meant, where only one reading is possible."""
