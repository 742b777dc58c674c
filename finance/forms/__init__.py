"""What a person types about purchases, quotes, suppliers and the budget."""
