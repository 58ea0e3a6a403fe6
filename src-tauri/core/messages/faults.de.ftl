# Fehler, die mehrere Arten von Diensten gemeinsam haben, jeder in einem eigenen Satz; Aufbau wie in faults.en.ftl.

# Ein Schlüssel geht nur an den Host, für den er eingetragen wurde.
fault-key-elsewhere = „{ $key }“ von { $provider } wurde nicht gesendet: Die Eingabe galt { $typed_for }, und der Dienst liegt jetzt unter { $now }.
    .plain = Ein Schlüssel von { $provider } wurde nicht gesendet: Die Eingabe galt einer anderen Adresse als der, die jetzt gesetzt ist.
    .action = Tragen Sie den Schlüssel für die jetzige Adresse neu ein, oder löschen Sie ihn in den Einstellungen; oder setzen Sie die Adresse zurück.

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

# Modelle gleich welches Dienstes: von allen gleich gesagt.
fault-model-cut-off = Die Antwort von { $provider } war länger als der Platz, den sie hatte.
    .action = Versuchen Sie es noch einmal, oder verlangen Sie etwas Kürzeres.
fault-model-blind = Das Modell bei { $provider } kann keine Bilder sehen.
    .action = Wählen Sie in den Einstellungen ein Modell, das Bilder sieht.
fault-model-none = { $provider } führt kein Modell auf, das ein Bild beschreiben könnte.
    .action = Wählen Sie in den Einstellungen ein Modell, mit dem Namen, den der Dienst ihm gibt.
fault-model-context = Bild und Anweisung sind zu lang für das Modell bei { $provider }.
    .action = Geben Sie dem Modell am Server mehr Kontext, oder wählen Sie in den Einstellungen ein anderes.
