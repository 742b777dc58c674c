"""The PostgreSQL and the Redis that start when no server is named.

``servers``  what the settings ask: an address, with the server behind it running
``keeper``   a small process that keeps one server alive until nobody uses it
``place``    where a server keeps its files, and whose processes it runs as
``postgres``, ``redis_server``  the two servers
``orphans``  what root kept elsewhere for a DATA_DIR that is gone
"""
