"""What an author should know before publishing: mistakes of logic, wording and limits; pure.

A draft is saved with any of them, as an author at work leaves things half done; errors keep it from being published.
"""

from voc.surveys.definition import Definition
from voc.surveys.problems import Problem
from voc.surveys.proofs.limits import limits
from voc.surveys.proofs.naming import naming
from voc.surveys.proofs.references import references
from voc.surveys.proofs.ways import ways
from voc.surveys.proofs.wording import wording

__all__ = ["Problem", "proofread"]


def proofread(definition: Definition) -> list[Problem]:
    """Everything to mend in a survey, errors first, then in the order of the kinds of mistake."""
    checks = (naming, references, ways, limits, wording)
    found = [problem for check in checks for problem in check(definition)]
    return sorted(found, key=lambda problem: problem.severity)
