"""Facts computed from a Community and a date: pure functions, without any reading or writing."""
