provider-builtin = Describes any picture at once from what can be computed. No key, no cost.
    .note = Kind of picture, colours, text, codes, date and place. It is computed, not AI, and knows little of a photo.
    .privacy = Nothing leaves this computer.
