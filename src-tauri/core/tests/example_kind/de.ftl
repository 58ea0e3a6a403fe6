provider-captioner = Ein Satz zu einem Bild.
    .note = Jede Anfrage kostet 0,002 $.
    .privacy = Das Bild geht, verkleinert und ohne Metadaten, an { $host }.
    .key-hint = Melden Sie sich bei captions.example.org an und erstellen Sie einen Schlüssel.
    .check = Der Dienst kennt keine kostenlose Anfrage.
    .field-api_key = API-Schlüssel
    .model-default = Bildunterschrift
