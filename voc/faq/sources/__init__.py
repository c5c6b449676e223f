"""Where answers come from: the company's own documents, and what colleagues answered.

A source is what lies at one address: a file of an import, a page of the web, a colleague's answer in a conversation.
Its words are kept as they read, without markup, with personal data taken out, and cut into passages. A passage's id
follows from its words and the headings above it, so a changed document keeps the passages that did not change. A
version is switched to in one write; until then readers see the one before.

Files are read by a process of their own with limits (`apart`): they come from anybody, and a hostile one ends there.
"""
