"""Outside in: paths, folders, addresses, archives and exports become captures; what cannot be read becomes a Drop."""

from tellings.ingest.config import ReadConfig
from tellings.ingest.reading import read_captures

__all__ = ["ReadConfig", "read_captures"]
