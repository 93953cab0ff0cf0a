"""The `app` of a command module, the same for every program."""

import typer


def group(purpose: str) -> typer.Typer:
    """Start the `app` of a command module: plain help, no tracebacks with values in them."""
    return typer.Typer(
        help=purpose,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
