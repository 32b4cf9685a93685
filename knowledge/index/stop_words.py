"""Words too common to find anything by, per language, folded (no accents, lower case)."""

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "a about after again all also am an and any are as at be because been before being but by "
        "can could did do does doing done down each for from get gets got had has have having he "
        "her here hers him his how i if in into is it its itself just like made make makes may me "
        "might more most much must my no nor not now of off on once only or other our ours out "
        "over own per put said same say says she should so some something such than that the their "
        "theirs them then there these they thing things this those through to too up upon us very "
        "was we were what when where which while who whom whose why will with would yes yet you "
        "your yours tell told 's 'll 'd 're 've 'm please know exactly really actually between among".split()
    ),
    "fr": frozenset(
        "a afin ai ait alors apres as au aucun aussi autre autres aux avant avec avez avoir avons "
        "c c' ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez comme comment "
        "d d' dans de depuis des dit dire donc dont du elle elles en encore entre es est et etaient "
        "etait etant ete etes etre eu eux fait faire faut fois ici il ils j j' je juste l l' la là "
        "laquelle le lequel les lesquelles lesquels leur leurs lors lui m m' ma mais me meme memes "
        "mes moi mon n n' ne ni non nos notre nous on ont ou oui où par parce pas peu peut peuvent "
        "plus pour pourquoi pourrait qu qu' quand que quel quelle quelles quels qui quoi s s' sa "
        "sans se sera seront ses si soit sommes son sont sous suis sur t t' ta tant te tes toi ton "
        "tous tout toute toutes tres tu un une va vers via voici voila vos votre vous vu y etc "
        "est-ce quelqu quelque quelques sait savons savez savoir exactement doit doivent faut "
        "lieu moment combien entre".split()
    ),
}
EVERY_STOP_WORD = STOP_WORDS["en"] | STOP_WORDS["fr"]
