"""The promises: results, activities, budget, observations."""
