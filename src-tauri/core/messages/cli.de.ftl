# Was nur die Befehlszeile sagt; Aufbau wie in cli.en.ftl.

cli-code = Code des Dienstes: { $code }
cli-request = Nummer der Anfrage, für den Support des Dienstes: { $id }
cli-key = Auf der Befehlszeile: altsmith keys set { $provider } { $field }
cli-key-elsewhere = { $provider } { $field }: für { $origin } eingegeben, also fehlt der Schlüssel für die jetzt gesetzte Adresse.
cli-key-place = Auf der Befehlszeile: altsmith config set key_place vault bewahrt Schlüssel in einer Datei mit Passphrase auf. Für einen Lauf kann ein Schlüssel als { $variable } in der Umgebung stehen.
cli-vault = Auf der Befehlszeile wird die Passphrase am Terminal erfragt oder steht als ALTSMITH_VAULT_PASSPHRASE in der Umgebung.
cli-again = Auf der Befehlszeile senden altsmith describe und altsmith ask es mit --force noch einmal. Dann wird es vielleicht ein zweites Mal berechnet.

cli-sidecar-foreign = „{ $name }“ ist schon da und nicht das, was Altsmith zu diesem Bild geschrieben hat. Die Datei blieb, wie sie ist.
cli-sidecar-failed = „{ $name }“ konnte nicht geschrieben werden. Die Worte stehen im Verlauf.
cli-write-failed = { $why ->
        [full] Die Ergebnisse konnten nicht geschrieben werden: Der Datenträger ist voll.
       *[other] Die Ergebnisse konnten nicht geschrieben werden.
    }
cli-write-kept = Es werden keine weiteren Bilder begonnen. Was beschrieben wurde, steht in Ihrem Verlauf.

cli-send = Abschicken? [j/N]
# Die Antworten, die Ja bedeuten, in Kleinbuchstaben.
cli-send-yes = j ja y yes
cli-not-sent = Es wurde nichts gesendet.

cli-keys-session = Der Schlüssel wurde nicht behalten: Schlüssel bleiben im Arbeitsspeicher, bis Altsmith endet (key_place ist session), und dieser Befehl endet sofort.
cli-keys-session-out = Wählen Sie einen Ort, der bleibt: altsmith config set key_place keyring, oder vault für eine Datei mit Passphrase. Für einen Lauf kann ein Schlüssel als { $variable } in der Umgebung stehen.
cli-passphrase = Passphrase der Datei mit Ihren Schlüsseln:
cli-passphrase-new = Wählen Sie eine Passphrase für die Datei mit Ihren Schlüsseln:
cli-passphrase-again = Dieselbe Passphrase noch einmal:
cli-passphrase-differs = Das waren zwei verschiedene Passphrasen. Es wurde nichts behalten.
cli-held =
    { $count ->
        [one] Ein Bild wurde nicht gesendet. Es ist gemerkt und wird gesendet mit: { $line }
       *[other] { $count } Bilder wurden nicht gesendet. Sie sind gemerkt, und genau diese sendet: { $line }
    }
cli-no-run = Es gibt keinen früheren Lauf mit diesen Dateien, von dem etwas übrig ist.
cli-resend = Um nur das noch einmal zu senden, was ohne Ausgang blieb (dann wird es vielleicht ein zweites Mal berechnet): { $line }
cli-failed =
    { $count ->
        [one] Ein Bild ist fehlgeschlagen und kann noch einmal versucht werden: { $line }
       *[other] { $count } Bilder sind fehlgeschlagen und können noch einmal versucht werden: { $line }
    }
cli-interrupted = Es wird nichts mehr gesendet. Auf das, was unterwegs ist, wird gewartet, und es wird behalten; ein zweiter Abbruch beendet sofort.
