"""Pages of learning: the review queue, look-alikes, checks of themes, and the model."""

from voc.learning.pages.alike import AlikePages
from voc.learning.pages.model import ModelPages
from voc.learning.pages.queue import ReviewPages
from voc.learning.pages.themes import ThemeCheckPages

LEARNING_PAGES = [ReviewPages, AlikePages, ThemeCheckPages, ModelPages]
