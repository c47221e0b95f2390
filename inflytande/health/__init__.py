"""``/-/healthy`` (this process answers) and ``/-/ready`` (the whole portal works), for probes and monitoring."""
