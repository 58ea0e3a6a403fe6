# Le descripteur intégré en français. Les couleurs sont au masculin : « rectangle », « fond ».

colour-black = noir
colour-dark-grey = gris foncé
colour-grey = gris
colour-light-grey = gris clair
colour-white = blanc
colour-red = rouge
colour-dark-red = rouge foncé
colour-orange = orange
colour-brown = marron
colour-beige = beige
colour-yellow = jaune
colour-gold = doré
colour-olive = olive
colour-green = vert
colour-dark-green = vert foncé
colour-light-green = vert clair
colour-turquoise = turquoise
colour-cyan = cyan
colour-light-blue = bleu clair
colour-blue = bleu
colour-dark-blue = bleu foncé
colour-purple = pourpre
colour-violet = violet
colour-pink = rose
colour-magenta = magenta
colour-transparent = transparent

kind-photo = Photo
    .tag = photo
kind-photo-grey = Photo en noir et blanc
    .tag = noir et blanc
kind-screenshot = Capture d’écran
    .tag = capture d’écran
kind-drawing = Illustration
    .tag = illustration
kind-document = Document ou schéma
    .tag = document
kind-text-page = Page de texte
    .tag = document
kind-icon = Icône
    .tag = icône
kind-plain = Couleur unie
    .tag = couleur unie
kind-gradient = Dégradé
    .tag = dégradé
kind-picture = Image
    .tag = image

# Où se trouve quelque chose.
where-all-over = partout
where-background = à l’arrière-plan
where-border = sur les bords
where-centre = au centre
where-top = en haut
where-bottom = en bas
where-left = à gauche
where-right = à droite
where-top-left = en haut à gauche
where-top-right = en haut à droite
where-bottom-left = en bas à gauche
where-bottom-right = en bas à droite

list-comma = { $a }, { $b }
list-and = { $a } et { $b }
list-placed = { $a } et { $b }

# La première phrase.
plain = Rectangle uni { $solid }.
plain-transparent = Image entièrement transparente.
gradient = Dégradé, { $from } { $from-where }, { $to } { $to-where }.
gradient-one = Dégradé en { $colour }.
head = { $kind }, { $colours }.
head-ground = { $kind } sur fond { $ground }.
head-bare = { $kind }.
colours-in = surtout en { $list }
colours-placed = { $list }
colours-ground = { $list } sur fond { $ground }
placed = { $colour } { $where }

# Texte, codes, date, lieu, appareil.
text-quoted = Texte lisible : « { $text } ».
text-begins = Début du texte lisible : « { $text } ».
text-sure = Texte lu : « { $text } ».
text-fair = Texte lu, avec une certitude moyenne : « { $text } ».
text-doubtful = Texte lu, avec une faible certitude : « { $text } ».
text-none = Aucun texte n’a été trouvé dans l’image.
code = { $code } : « { $content } ».
code-there = Contient : { $code }.
code-qr = Code QR
code-bar = Code-barres ({ $standard })
code-matrix = Code { $standard }
taken-date = Prise de vue le { $date }.
taken-place = Lieu de prise de vue, ville la plus proche : { $town }, { $country }.
taken-date-place = Prise de vue le { $date }, ville la plus proche : { $town }, { $country }.
camera = Appareil : { $camera }.
date = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
date-time = { $date } à { $time }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

# La description longue.
about = { $kind } { $orientation }, { $width } × { $height } pixels, fichier { $format }.
orientation-landscape = au format paysage
    .tag = format paysage
orientation-portrait = au format portrait
    .tag = format portrait
orientation-square = au format carré
    .tag = format carré
orientation-panorama = au format très large
    .tag = format large
main-colours = Couleurs principales : { $list }.
share = { $colour } ({ $percent } %, { $where })
is-transparent = Certaines parties sont transparentes.
is-animated = L’image est animée ; seule la première vue est décrite.
is-monochrome = L’image est en noir et blanc.
is-dark = L’ensemble est sombre.
is-bright = L’ensemble est clair.
note-computed = Calculé à partir du fichier et de ses pixels.
note-not-recognised = Calculé à partir du fichier et de ses pixels ; ce que montre l’image n’a pas été reconnu.

# Titres et mots-clés.
title-colours = { $kind } en { $list }
title-with = { $title }, { $detail }
tag-rectangle = rectangle
tag-background = arrière-plan
tag-transparent = transparent
tag-animated = animation
tag-monochrome = noir et blanc
tag-dark = sombre
tag-bright = clair
tag-text = texte
tag-qr = code QR
tag-bar = code-barres
tag-matrix = code matriciel

# Ce qui a été reconnu.
list-things = { $a } et { $b }
head-things = { $kind }, probablement { $things } ; { $colours }.
head-things-bare = { $kind }, probablement { $things }.
colours-mainly = surtout en { $list }
things = { $things }
things-street = { $things } dans une rue
things-street-people = { $things } dans une rue avec { $people }
people-two = deux personnes
with-people-one = une personne
with-people-two = deux personnes
with-people-several = plusieurs personnes
things-seen = Probablement dans l’image : { $list }.
note-recognised = Calculé à partir du fichier et de ses pixels ; ce qui a été reconnu peut être faux.
title-things = { $kind }, probablement { $things }
