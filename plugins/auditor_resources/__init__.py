"""Resources as providers describe them, and what they say in facts, whoever read them."""
