"""Read places out of a text, and draft claims from it: python examples/06_read_an_article.py."""

import balkanroute as br

# Made up, as an article might put it.
TEXT = """SUBOTICA, Serbia - Police stopped a lorry near Horgoš on Thursday and found 40 people.

Most had walked from Bosnia, the regional police said. A volunteer in Szeged warned
that up to 200 wait at the Serbian-Hungarian border every day.
"""

# Each mention has its characters in the text, the place that is meant, and how sure that is.
mentions = br.find_places(TEXT)
for mention in mentions:
    meant = mention.chosen.key if mention.chosen else mention.abstained
    print(f"{mention.start:4} {mention.surface}: {meant}, {mention.confidence:.2f}")

# A name that several places bear is told by the text, or by a hint.
for focus in (None, "Serbia"):
    (found,) = br.find_places("Residents of Dimitrovgrad protested.", focus=focus)
    print(f"Dimitrovgrad, focus {focus}: {found.chosen.place.name if found.chosen else 'open'}")
    print(" ", [(each.key, each.score) for each in found.candidates[:3]])

# A draft has no words of its own: each claim says where its passage stands.
atlas = br.draft(TEXT, title="A lorry", publisher="The Daily", published=br.Period("2023-11-03"))
for claim in atlas.claims:
    figures = [(each.what, each.low or each.best or each.high) for each in claim.quantities]
    print(claim.id, claim.speaker, claim.stance, [each.place for each in claim.where], figures)
