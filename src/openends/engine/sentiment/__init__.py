"""Tell the tone of each mention and of each response."""
