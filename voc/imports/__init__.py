"""Files and feedback that somebody already has: from a table to `FeedbackIn`.

`reading` turns CSV, TSV, JSONL and arrays of JSON (each also gzipped) into rows and says exactly which
lines it could not read; it streams, so memory does not grow with the file. `presets` knows the exports of
some programs and takes what customers say out of them. `domain` maps a row to feedback
and gives it an id that depends on nothing but its content, which is what makes an import safe to
run twice. Two front doors share both: `voc import` sends the result over HTTP, the import page
stores the file first and lets a worker carry on after any crash.
"""
