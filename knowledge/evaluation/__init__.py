"""How well a reader reads: labelled notes, the rules by which labels meet, and the score.

Any reading in the published form can be scored, whoever made it. Nothing here reads a note itself.
"""
