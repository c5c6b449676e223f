"""Who may be asked now: one ledger of asks per person over all channels, and each survey's count of answers.

A widget asks for permission before it shows a survey, so that gaps between asks hold on every device and in every
channel. Both documents are changed by compare-and-set on `revision`: two tabs that ask at once get one yes.

A survey with a limit, a pace or quotas keeps a tally. What is on its way holds a place in it first and is counted
when it has arrived; a place that nobody claims is free again after a while. The cap is therefore never exceeded,
and a crash in between costs at most a place for that while.
"""
