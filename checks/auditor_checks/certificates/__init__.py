"""Certificates, the keys behind them, and the listeners that present them."""
