"""One respondent's answers to one survey.

A response is on disk before it is acknowledged and carries its own work (voc.outbox): its verbatims become
feedback in a task, under ids that follow from the response, so that no crash loses or doubles one.
"""
