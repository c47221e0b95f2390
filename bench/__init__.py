"""Measures the portal against a bare Django view on the same server in the same run.

``make bench`` prints a table and writes ``var/bench.json``. Only ratios are judged: absolute times say
more about the machine than about the portal.
"""
