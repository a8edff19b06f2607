"""Records of what happened: whether they are written, kept, safe and looked at."""
