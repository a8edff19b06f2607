"""Data that can be read by whoever gets hold of the disk, the file or the wire."""
