provider-zakai = Alternativtexte auf Deutsch und Englisch, aus Deutschland.
    .note = Bilder werden auf 512 Pixel verkleinert, mehr würde den Text nicht verbessern. Was Sie über Personen und Orte wissen, wird aufgenommen.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten zusammen mit dem, was Sie dazu geschrieben haben, an { $host }.
    .key-hint = Wählen Sie ein eigenes Geheimnis und geben Sie Ihre E-Mail-Adresse ein: Der API-Schlüssel kommt per E-Mail.
    .check = Fragt nach Ihrem Konto und seinem Guthaben; das kostet nichts.
    .field-secret = Ihr eigenes Geheimnis
    .field-api_key = API-Schlüssel aus der E-Mail
    .field-email = E-Mail-Adresse

fault-zakai-not-json = ZAK-AI konnte die Anfrage nicht lesen.
    .action = Versuchen Sie es noch einmal. Bleibt es dabei, hat sich der Dienst geändert; suchen Sie nach einem neueren Altsmith.
fault-zakai-unauthorized = ZAK-AI kennt dieses Geheimnis mit diesem API-Schlüssel nicht.
    .action = Prüfen Sie beide in den Einstellungen: das Geheimnis ist Ihr eigenes, der API-Schlüssel kam per E-Mail.
fault-zakai-no-credits = Ihr Guthaben bei ZAK-AI ist aufgebraucht{ $until ->
        [none] .
       *[other] ; es galt bis { $until }.
    }
    .action = Kaufen Sie Guthaben und versuchen Sie es noch einmal. Es ging nichts verloren.
fault-zakai-authentication-required = Bei ZAK-AI kamen weder Geheimnis noch API-Schlüssel an.
    .action = Tragen Sie beide in den Einstellungen ein.
fault-zakai-authorization-malformatted = ZAK-AI konnte Geheimnis und API-Schlüssel nicht lesen.
    .action = Tragen Sie beide in den Einstellungen neu ein, ohne Leerzeichen davor und dahinter.
fault-zakai-image-too-large = { $name } war größer als die 512 Pixel, die ZAK-AI annimmt.
    .action = Versuchen Sie es noch einmal; bleibt es dabei, speichern Sie eine kleinere Kopie und fügen Sie diese hinzu.
fault-zakai-image-type = ZAK-AI kann das Format von { $name } nicht lesen.
    .action = Speichern Sie es als JPEG oder PNG und fügen Sie diese Datei hinzu.
fault-zakai-language = ZAK-AI schreibt nur in diesen Sprachen: { $languages }.
    .plain = ZAK-AI schreibt nicht in dieser Sprache.
    .action = Wählen Sie eine davon oder einen anderen Dienst.
fault-zakai-missing-parameter = ZAK-AI fehlt ein Teil der Anfrage: { $field }.
    .plain = ZAK-AI fehlt ein Teil der Anfrage.
    .action = Versuchen Sie es noch einmal. Bleibt es dabei, hat sich der Dienst geändert; suchen Sie nach einem neueren Altsmith.
fault-zakai-secret-colon = Ihr eigenes Geheimnis für ZAK-AI darf keinen Doppelpunkt enthalten: Dort wäre es zu Ende.
    .action = Wählen Sie eines ohne Doppelpunkt.
