"""The model learns from people, and people see what it learnt.

Four loops, each with a person in it. *Review*: readings that the model doubts wait for somebody's word. *Look-alikes*:
one correction is offered to texts like it, after a preview. *Nightly fit*: what people said by day becomes a version of
the workspace's heads (voc.heads), used only if it does not lose on the sample that ships with it; any version may be
chosen again. *Checks*: from a random sample of a theme people say what belongs, which makes its precision.

What was read before a version came is read again by a throttled job of its own: it works a share of the time, steps
aside for new feedback, and changes nothing that a person set. Above `themes`, for it reads vectors and theme members.
"""
