"""What a browser says of itself, as a few words that stay the same when it updates itself."""

_KINDS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS")),
    *(("Mac OS X", "macOS"), ("Linux", "Linux")),
)


def browser_kind(agent: str) -> str:
    """Name a browser by its User-Agent, for instance “Firefox on Linux”; “Another program” where it is none."""
    kind = next((name for sign, name in _KINDS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if not kind:
        return "Another program"
    return f"{kind} on {system}" if system else kind
