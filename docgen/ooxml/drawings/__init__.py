"""What documents draw from values: trees of boxes and charts."""
