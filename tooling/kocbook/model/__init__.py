"""What a community is made of: frozen dataclasses of every record, without any reading or writing."""
