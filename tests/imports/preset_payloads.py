"""Exports as each program writes them: the real shape, invented rows.

Every file holds things that customers said, and things that are left out: replies of the company's own people, private
notes, ratings without words.
"""

from tests.imports import help_desk_exports, post_exports, review_exports

EXPORTS = review_exports.REVIEWS | post_exports.POSTS | help_desk_exports.TICKETS
"""By preset, the names and contents of its exports."""
OURS = review_exports.OURS + post_exports.OURS + help_desk_exports.OURS
"""What is in the exports and is not the customers' own word."""
