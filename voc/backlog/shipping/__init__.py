"""What happens after an item ships."""
