"""The minutes: a fold of the log into a document, and writers that put it on paper. Pure; knows no store and no clock.

`fold.fold(events)` makes a `model.Minutes`; `paper.lay_out` words it as blocks in one language; `markdown` and `docx`
write the blocks. What the minutes hold is what everybody in the meeting was shown, and nothing that was not.
"""
