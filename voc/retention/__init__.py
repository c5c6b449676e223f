"""How long what customers said is kept: by workspace, and shorter by survey; for ever unless somebody sets it.

Age counts from when something reached us. What goes is what they said, answered, wrote and were sent, with what was
made of it; who they are and what they agreed to stays, for that is decided about a person (`voc.history.erasing`). A
change has a day to be taken back before anything goes. What must be counted again is written down before the first row
goes, so a crash leaves no counter wrong.
"""
