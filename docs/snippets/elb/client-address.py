def client_address(headers: dict[str, str]) -> str:
    """The address that the load balancer saw: the last one, not the first."""
    return headers["x-forwarded-for"].split(",")[-1].strip()
