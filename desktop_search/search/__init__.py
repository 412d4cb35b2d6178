"""The flow from a query to hits."""
