"""Checks of what has to be kept up to date: components, images and modules."""
