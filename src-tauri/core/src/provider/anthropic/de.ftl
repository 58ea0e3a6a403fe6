provider-anthropic = Die Claude-Modelle von Anthropic.
    .note = Die Wörter erscheinen, während sie kommen. Gelesenes und Geschriebenes wird nach Token bezahlt, im Voraus und getrennt von jedem Claude-Abonnement.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten an { $host }. Ihre eigene Anweisung und was Sie zum Bild geschrieben haben (zum Beispiel Namen von Personen und Orten) gehen mit; bei einer Frage auch die früheren Fragen und Antworten und die Beschreibung.
    .key-hint = Legen Sie bei platform.claude.com unter API keys einen Schlüssel an und laden Sie das Konto auf.
    .check = Fragt nach der Liste der Modelle, was nichts kostet.
    .field-api_key = API-Schlüssel
    .field-price = Was seine Modelle kosten: 0.15/0.60 usd je Million Token hinein und heraus, oder 0.01 usd je Anfrage
    .model-default = Das neueste kleine Modell der Liste, das Bilder sieht

fault-anthropic-credits = Ihr Guthaben bei Anthropic ist verbraucht.
    .action = Kaufen Sie bei Anthropic unter Billing Guthaben, und versuchen Sie es noch einmal.
fault-anthropic-spend-limit = Die Ausgabengrenze Ihrer Organisation bei Anthropic ist erreicht.
    .action = Heben Sie die Grenze bei Anthropic unter Limits an, oder warten Sie, bis ihr Monat vorbei ist.
fault-anthropic-permission = Ihr Schlüssel bei Anthropic darf dieses Modell oder diese Funktion nicht benutzen.
    .action = Nehmen Sie einen Schlüssel eines Arbeitsbereichs, der es darf, oder wählen Sie in den Einstellungen ein anderes Modell.
fault-anthropic-too-large = Die Anfrage war größer, als Anthropic sie annimmt.
    .action = Verkleinern Sie das Bild oder lassen Sie frühere Fragen weg, und versuchen Sie es noch einmal.
