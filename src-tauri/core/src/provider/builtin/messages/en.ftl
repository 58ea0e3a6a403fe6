# The built-in describer in English. `.tag` is the form of a tag.

colour-black = black
colour-dark-grey = dark grey
colour-grey = grey
colour-light-grey = light grey
colour-white = white
colour-red = red
colour-dark-red = dark red
colour-orange = orange
colour-brown = brown
colour-beige = beige
colour-yellow = yellow
colour-gold = gold
colour-olive = olive
colour-green = green
colour-dark-green = dark green
colour-light-green = light green
colour-turquoise = turquoise
colour-cyan = cyan
colour-light-blue = light blue
colour-blue = blue
colour-dark-blue = dark blue
colour-purple = purple
colour-violet = violet
colour-pink = pink
colour-magenta = magenta
colour-transparent = transparent

kind-photo = Photo
    .tag = photo
kind-photo-grey = Black-and-white photo
    .tag = black and white
kind-screenshot = Screenshot
    .tag = screenshot
kind-drawing = Illustration
    .tag = illustration
kind-document = Document or diagram
    .tag = document
kind-text-page = Page of text
    .tag = document
kind-icon = Icon
    .tag = icon
kind-plain = Solid colour
    .tag = solid colour
kind-gradient = Gradient
    .tag = gradient
kind-picture = Picture
    .tag = picture

# Where something lies.
where-all-over = all over
where-background = in the background
where-border = around the edge
where-centre = in the centre
where-top = at the top
where-bottom = at the bottom
where-left = on the left
where-right = on the right
where-top-left = at the top left
where-top-right = at the top right
where-bottom-left = at the bottom left
where-bottom-right = at the bottom right

list-comma = { $a }, { $b }
list-and = { $a } and { $b }
list-placed = { $a } and { $b }

# The first sentence.
plain = Solid { $solid } rectangle.
plain-transparent = Entirely transparent picture.
gradient = Gradient from { $from } { $from-where } to { $to } { $to-where }.
gradient-one = Gradient in shades of { $colour }.
head = { $kind }, { $colours }.
head-ground = { $kind } on a { $ground } background.
head-bare = { $kind }.
colours-in = mainly in { $list }
colours-placed = { $list }
colours-ground = { $list } on a { $ground } background
placed = { $colour } { $where }

# Text, codes, date, place, camera.
text-quoted = Text that can be read: “{ $text }”.
text-begins = Text that can be read begins: “{ $text }”.
text-sure = Text that was read: “{ $text }”.
text-fair = Text that was read, with moderate confidence: “{ $text }”.
text-doubtful = Text that was read, with low confidence: “{ $text }”.
text-none = No text was found in the picture.
code = { $code }: “{ $content }”.
code-there = Contains: { $code }.
code-qr = QR code
code-bar = Bar code ({ $standard })
code-matrix = { $standard } code
taken-date = Taken on { $date }.
taken-place = Taken near { $town }, { $country }.
taken-date-place = Taken on { $date } near { $town }, { $country }.
camera = Camera: { $camera }.
date = { $day } { $month } { $year }
date-time = { $date } at { $time }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

# The long description.
about = { $kind } { $orientation }, { $width } × { $height } pixels, { $format } file.
orientation-landscape = in landscape format
    .tag = landscape format
orientation-portrait = in portrait format
    .tag = portrait format
orientation-square = in square format
    .tag = square
orientation-panorama = in very wide format
    .tag = wide format
main-colours = Main colours: { $list }.
share = { $colour } ({ $percent }%, { $where })
is-transparent = Parts of it are transparent.
is-animated = It is animated; this describes the first frame.
is-monochrome = It is in black and white.
is-dark = It is dark as a whole.
is-bright = It is bright as a whole.
note-computed = Computed from the file and its pixels.
note-not-recognised = Computed from the file and its pixels; what the picture shows was not recognised.

# Titles and tags.
title-colours = { $kind } in { $list }
title-with = { $title }, { $detail }
tag-rectangle = rectangle
tag-background = background
tag-transparent = transparent
tag-animated = animation
tag-monochrome = black and white
tag-dark = dark
tag-bright = bright
tag-text = text
tag-qr = QR code
tag-bar = bar code
tag-matrix = matrix code

# What was recognised.
list-things = { $a } and { $b }
head-things = { $kind }, probably { $things }; { $colours }.
head-things-bare = { $kind }, probably { $things }.
colours-mainly = mainly { $list }
things = { $things }
things-street = { $things } in a street
things-street-people = { $things } in a street with { $people }
people-two = two people
with-people-one = a person
with-people-two = two people
with-people-several = several people
things-seen = Probably in the picture: { $list }.
note-recognised = Computed from the file and its pixels; what was recognised may be wrong.
title-things = { $kind }, probably { $things }
