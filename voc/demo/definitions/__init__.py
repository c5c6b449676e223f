"""The demo shop's surveys, a file for each published version, in the format of `voc survey pull`."""
