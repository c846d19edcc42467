"""Partner lists: from the spreadsheets that organisations really keep to typed rows, and back."""
