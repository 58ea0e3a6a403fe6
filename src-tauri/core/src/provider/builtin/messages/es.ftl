# El descriptor integrado en español. Los colores van en masculino: «de color», «fondo».

colour-black = negro
colour-dark-grey = gris oscuro
colour-grey = gris
colour-light-grey = gris claro
colour-white = blanco
colour-red = rojo
colour-dark-red = rojo oscuro
colour-orange = naranja
colour-brown = marrón
colour-beige = beige
colour-yellow = amarillo
colour-gold = dorado
colour-olive = verde oliva
colour-green = verde
colour-dark-green = verde oscuro
colour-light-green = verde claro
colour-turquoise = turquesa
colour-cyan = cian
colour-light-blue = azul claro
colour-blue = azul
colour-dark-blue = azul oscuro
colour-purple = púrpura
colour-violet = violeta
colour-pink = rosa
colour-magenta = magenta
colour-transparent = transparente

kind-photo = Foto
    .tag = foto
kind-photo-grey = Foto en blanco y negro
    .tag = blanco y negro
kind-screenshot = Captura de pantalla
    .tag = captura de pantalla
kind-drawing = Ilustración
    .tag = ilustración
kind-document = Documento o diagrama
    .tag = documento
kind-text-page = Página de texto
    .tag = documento
kind-icon = Icono
    .tag = icono
kind-plain = Color liso
    .tag = color liso
kind-gradient = Degradado
    .tag = degradado
kind-picture = Imagen
    .tag = imagen

# Dónde está algo.
where-all-over = por todas partes
where-background = al fondo
where-border = en los bordes
where-centre = en el centro
where-top = arriba
where-bottom = abajo
where-left = a la izquierda
where-right = a la derecha
where-top-left = arriba a la izquierda
where-top-right = arriba a la derecha
where-bottom-left = abajo a la izquierda
where-bottom-right = abajo a la derecha

list-comma = { $a }, { $b }
list-and = { $a } y { $b }
list-placed = { $a } y { $b }

# La primera frase.
plain = Rectángulo liso de color { $solid }.
plain-transparent = Imagen totalmente transparente.
gradient = Degradado de { $from } { $from-where } a { $to } { $to-where }.
gradient-one = Degradado en { $colour }.
head = { $kind }, { $colours }.
head-ground = { $kind } sobre fondo { $ground }.
head-bare = { $kind }.
colours-in = sobre todo en { $list }
colours-placed = { $list }
colours-ground = { $list } sobre fondo { $ground }
placed = { $colour } { $where }

# Texto, códigos, fecha, lugar, cámara.
text-quoted = Texto legible: «{ $text }».
text-begins = Comienzo del texto legible: «{ $text }».
text-sure = Texto leído: «{ $text }».
text-fair = Texto leído, con certeza moderada: «{ $text }».
text-doubtful = Texto leído, con poca certeza: «{ $text }».
text-none = No se encontró texto en la imagen.
code = { $code }: «{ $content }».
code-there = Contiene: { $code }.
code-qr = Código QR
code-bar = Código de barras ({ $standard })
code-matrix = Código { $standard }
taken-date = Captada el { $date }.
taken-place = Captada cerca de { $town }, { $country }.
taken-date-place = Captada el { $date } cerca de { $town }, { $country }.
camera = Cámara: { $camera }.
date = { $day } de { $month } de { $year }
date-time = { $date } ({ $time })
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

# La descripción larga.
about = { $kind } { $orientation }, { $width } × { $height } píxeles, archivo { $format }.
orientation-landscape = en formato horizontal
    .tag = formato horizontal
orientation-portrait = en formato vertical
    .tag = formato vertical
orientation-square = en formato cuadrado
    .tag = formato cuadrado
orientation-panorama = en formato muy ancho
    .tag = formato ancho
main-colours = Colores principales: { $list }.
share = { $colour } ({ $percent } %, { $where })
is-transparent = Algunas partes son transparentes.
is-animated = La imagen es animada; se describe el primer fotograma.
is-monochrome = La imagen está en blanco y negro.
is-dark = En conjunto es oscura.
is-bright = En conjunto es clara.
note-computed = Calculado a partir del archivo y de sus píxeles.
note-not-recognised = Calculado a partir del archivo y de sus píxeles; no se ha reconocido lo que muestra la imagen.

# Títulos y etiquetas.
title-colours = { $kind } en { $list }
title-with = { $title }, { $detail }
tag-rectangle = rectángulo
tag-background = fondo
tag-transparent = transparente
tag-animated = animación
tag-monochrome = blanco y negro
tag-dark = oscuro
tag-bright = claro
tag-text = texto
tag-qr = código QR
tag-bar = código de barras
tag-matrix = código matricial

# Lo que se ha reconocido.
list-things = { $a } y { $b }
head-things = { $kind }, probablemente { $things }; { $colours }.
head-things-bare = { $kind }, probablemente { $things }.
colours-mainly = sobre todo en { $list }
things = { $things }
things-street = { $things } en una calle
things-street-people = { $things } en una calle con { $people }
people-two = dos personas
with-people-one = una persona
with-people-two = dos personas
with-people-several = varias personas
things-seen = Probablemente en la imagen: { $list }.
note-recognised = Calculado a partir del archivo y de sus píxeles; lo reconocido puede ser erróneo.
title-things = { $kind }, probablemente { $things }
