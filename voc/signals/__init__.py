"""What a company's systems report, and the surveys that follow by themselves.

A signal is stored before it is acknowledged and is its own work: rules that fit it invite its customer after a delay.
A closed work order starts its satisfaction survey without any set-up; every built-in rule can be switched off, changed
or replaced by rules of one's own.
"""
