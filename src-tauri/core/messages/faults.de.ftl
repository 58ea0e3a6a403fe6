# Die Fehler, die in den Dokumenten der Dienste stehen, jeder in einem eigenen Satz; Aufbau wie in faults.en.ftl.

fault-imagedescriber-1002 = Bei Image Describer kam kein API-Schlüssel an.
    .action = Tragen Sie den API-Schlüssel in den Einstellungen ein.
fault-imagedescriber-1003 = Image Describer kennt diesen API-Schlüssel nicht.
    .action = Prüfen Sie, ob der ganze Schlüssel kopiert wurde, oder legen Sie auf imagedescriber.app einen neuen an und tragen Sie ihn ein.
fault-imagedescriber-1004 = Image Describer nimmt höchstens 30 Anfragen in der Minute und 1800 in der Stunde an, und es waren mehr.
    .action = { $seconds ->
        [0] Versuchen Sie es in einer Minute noch einmal, und bleibt es dabei, nach einer Stunde.
        [one] Versuchen Sie es in einer Sekunde noch einmal.
       *[other] Versuchen Sie es in { $seconds } Sekunden noch einmal.
    }
fault-imagedescriber-1005 = Image Describer hat einen Teil der Anfrage nicht angenommen.
    .action = Prüfen Sie Sprache, Modell und Anweisung in den Einstellungen und versuchen Sie es noch einmal.
fault-imagedescriber-2002 = Ihr Guthaben bei Image Describer ist aufgebraucht.
    .action = Kaufen Sie Guthaben und versuchen Sie es noch einmal. Es ging nichts verloren.
fault-imagedescriber-2003 = Der Inhaltsfilter von Image Describer hat { $name } abgewiesen.
    .action = Ändern Sie das Bild, oder nehmen Sie einen anderen Dienst oder den eingebauten Beschreiber.
fault-imagedescriber-2004 = Image Describer kann das Format von { $name } nicht lesen.
    .action = Speichern Sie es als JPEG, PNG oder WebP und fügen Sie diese Datei hinzu.
fault-imagedescriber-2005 = { $name } kam nicht vollständig bei Image Describer an.
    .action = Versuchen Sie es noch einmal; klappt es wieder nicht, speichern Sie das Bild neu und fügen Sie diese Datei hinzu.
fault-imagedescriber-5050 = Bei Image Describer ist ein Fehler aufgetreten.
    .action = Versuchen Sie es später noch einmal. Bleibt er, schreiben Sie dem Support und nennen Sie die Nummer der Anfrage.

fault-describepicture-field-required = DescribePicture fehlt ein Teil der Anfrage: { $field }.
    .plain = DescribePicture fehlt ein Teil der Anfrage.
    .action = Prüfen Sie die App-ID und die Adresse des Bildes und versuchen Sie es noch einmal.

fault-describepicture-limit = DescribePicture nimmt für eine App-ID höchstens 100 Anfragen in der Stunde an, und es waren mehr.
    .action = { $seconds ->
        [0] Versuchen Sie es im Lauf der Stunde noch einmal.
        [one] Versuchen Sie es in einer Sekunde noch einmal.
       *[other] Versuchen Sie es in { $seconds } Sekunden noch einmal.
    }

fault-imgopen-failed = Img Open konnte { $name } nicht beschreiben.
    .action = Prüfen Sie, ob sich die Adresse des Bildes im Browser öffnet, oder nehmen Sie ein anderes Bild oder einen anderen Dienst.

# Ein Bild dieses Computers bekommt eine öffentliche Adresse: im Bucket der Person oder an der eigenen Tür.
fault-publish-bucket-key-missing = { $field ->
        [s3_secret_access_key] Der geheime Schlüssel Ihres Buckets fehlt.
       *[s3_access_key_id] Der Zugangsschlüssel Ihres Buckets fehlt.
    }
    .plain = Ein Schlüssel Ihres Buckets fehlt.
    .action = Tragen Sie ihn in den Einstellungen beim Bucket ein, oder nehmen Sie den Bucket dort heraus.
fault-publish-bucket-key-rejected = Ihr Speicher { $host } nimmt die Schlüssel Ihres Buckets nicht an.
    .plain = Ihr Speicher nimmt die Schlüssel Ihres Buckets nicht an.
    .action = Prüfen Sie in den Einstellungen beide Schlüssel des Buckets, seinen Namen und seine Region.
fault-publish-port-taken = Port { $value } dieses Computers wird von einem anderen Programm benutzt, vielleicht vom Fenster oder der Befehlszeile von Altsmith.
    .plain = Der Port dieses Computers wird von einem anderen Programm benutzt, vielleicht vom Fenster oder der Befehlszeile von Altsmith.
    .action = Warten Sie, bis das andere fertig ist, oder wählen Sie in den Einstellungen einen anderen Port, zu dem die öffentliche Adresse führt.

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

# Modelle gleich welches Dienstes: von allen gleich gesagt.
fault-model-cut-off = Die Antwort von { $provider } war länger als der Platz, den sie hatte.
    .action = Versuchen Sie es noch einmal, oder verlangen Sie etwas Kürzeres.
fault-model-blind = Das Modell bei { $provider } kann keine Bilder sehen.
    .action = Wählen Sie in den Einstellungen ein Modell, das Bilder sieht.
fault-model-context = Bild und Anweisung sind zu lang für das Modell bei { $provider }.
    .action = Geben Sie dem Modell am Server mehr Kontext, oder wählen Sie in den Einstellungen ein anderes.
