"""Who speaks to us.

A customer's id follows from the workspace and the sender's own id of them, so that feedback can name
its customer without a read, and two workers that meet the same customer write the same record.
"""
