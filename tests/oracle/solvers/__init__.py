"""One file a solver. Each has `solve(question) -> Answer`; a solver's own package is imported only when it is asked."""

from dataclasses import dataclass
from typing import Optional


@dataclass
class Question:
    """What to solve, and how far."""

    file: str
    relax: bool = False
    seconds: Optional[float] = None
    gap: Optional[float] = None

    def is_lp(self):
        """Whether the file is LP text; else it is MPS."""
        return self.file.lower().endswith(".lp")


@dataclass
class Answer:
    """What a solver said. `objective`, `bound` and `integers` are None where it tells none."""

    solver: str
    version: str
    status: str
    objective: Optional[float]
    bound: Optional[float]
    rows: int
    cols: int
    integers: Optional[int]
    nonzeros: int


def finite(value):
    """The value, or None for a solver's idea of infinity."""
    return float(value) if value is not None and abs(value) < 1e20 else None
