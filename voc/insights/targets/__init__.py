"""What each department wants to reach, and whether it does.

A target is a goal for one metric: of everybody, or of one group, such as a department. The scorecard sets each group's
figure beside it and says what its interval allows to say: met, missed, or that nobody can tell yet.
"""
