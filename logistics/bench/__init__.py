"""The speeds that DESIGN names, measured on this machine: ``manage.py bench``."""
