"""Pictures and videos without what they tell of place, device and person; pixels untouched."""
