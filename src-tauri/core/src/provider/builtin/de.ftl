provider-builtin = Beschreibt jedes Bild sofort aus dem, was sich berechnen lässt. Kein Schlüssel, keine Kosten.
    .note = Art des Bildes, Farben, Text, Codes, Datum und Ort. Das ist berechnet, keine KI, und weiß von einem Foto wenig.
    .privacy = Nichts verlässt diesen Computer.
