"""Our words in a conversation; pure.

A survey's own words are its author's, in the languages they wrote. Ours stand around them: how to reply, what was not
understood, the end. They are in Korean and English, and in English beside any other language. A plain hyphen stands
where print has a dash: one dash makes every text message of a carrier half as long (see `voc.channels.segments`).
"""
