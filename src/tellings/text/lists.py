"""A list that lies beside the code that uses it in, its rows out: cells parted by tabs, remarks begin with #."""

from importlib.resources import files


def read_rows(package: str, name: str) -> list[list[str]]:
    """The cells of each row, in order."""
    lines = files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
