"""Role-based access control of Kubernetes: who may do what, with the path that gives it.

Pure: it reads facts and nothing else, so that checks and the command line give one answer.
"""
