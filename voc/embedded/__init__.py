"""Everything on one machine: the engines and processes behind `voc up`.

Owns the data directory: who holds it (`lock`), the ports of its engines (`ports`), its secret and the
way in for local tools (`local`), and the processes that serve it (`plan`, `supervisor`, `child`). Each
child leads its own process group, so that whatever it starts ends with it; the kernel ends it when the
supervisor is killed (`leash`), and where the kernel cannot, the next start does (`leftovers`).

An engine keeps its port for life: its clients reconnect by themselves, and a child that restarts needs
nobody to be told. Nothing here knows what the children do.
"""
