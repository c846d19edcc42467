"""What the programme promised, and what was reached of it: indicators, activities."""
