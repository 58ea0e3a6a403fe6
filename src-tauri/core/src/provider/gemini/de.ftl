provider-gemini = Die Gemini-Modelle von Google.
    .note = Die Wörter erscheinen, während sie kommen. Gelesenes und Geschriebenes wird nach Token bezahlt. Schlüssel ohne Abrechnung haben einen freien Anteil; was damit gesendet wird, kann zur Verbesserung von Googles Produkten benutzt werden.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten an { $host }. Ihre eigene Anweisung und was Sie zum Bild geschrieben haben (zum Beispiel Namen von Personen und Orten) gehen mit; bei einer Frage auch die früheren Fragen und Antworten und die Beschreibung.
    .key-hint = Legen Sie bei aistudio.google.com einen Schlüssel an.
    .check = Fragt nach der Liste der Modelle, was nichts kostet.
    .field-api_key = API-Schlüssel
    .field-price = Was seine Modelle kosten: 0.15/0.60 usd je Million Token hinein und heraus, oder 0.01 usd je Anfrage
    .model-default = Das neueste kleine Modell der Liste

fault-gemini-key = Gemini kennt diesen API-Schlüssel nicht.
    .action = Legen Sie bei aistudio.google.com einen Schlüssel an und tragen Sie ihn in den Einstellungen ein.
fault-gemini-disabled = Das Projekt Ihres Schlüssels darf Gemini nicht benutzen.
    .action = Schalten Sie bei Google die Gemini API für das Projekt ein, oder legen Sie bei aistudio.google.com einen Schlüssel an.
fault-gemini-region = Gemini wird dort, wo Sie sind, nicht angeboten.
    .action = Wählen Sie in den Einstellungen einen anderen Dienst.
fault-gemini-credits = Ihr vorausbezahltes Guthaben für Gemini ist verbraucht.
    .action = Laden Sie bei Google Guthaben auf, und versuchen Sie es noch einmal.
