"""The editors' own rooms at ``/redaktion/``: who may enter, and the tree they write in."""
