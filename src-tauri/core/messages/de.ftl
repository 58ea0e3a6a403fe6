# Die Sätze des Programmkerns: Fehler, Hinweise, Meldungen. Aufbau wie in en.ftl.

this-picture = dieses Bild
the-service = der Dienst
quoted = „{ $text }“
service-said = { $provider } meldet: „{ $text }“
answer-begins = Sie beginnt: „{ $text }“

# Bilder lesen
error-file-gone = { $gone ->
        [pasted] { $name } wurde eingefügt, und nur seine Worte sind aufgehoben.
        [unkept] { $name } war eingefügt und noch nicht beschrieben, als Altsmith geschlossen wurde. Eingefügte Bilder werden nicht aufbewahrt.
        [changed] { $name } ist nicht mehr das Bild, das beschrieben wurde: Die Datei hat sich geändert.
       *[moved] { $name } ist nicht mehr da, wo es war.
    }
    .action = { $gone ->
        [pasted] Fügen Sie es noch einmal ein.
        [unkept] Fügen Sie es noch einmal ein.
        [changed] Fügen Sie es neu hinzu, um es zu beschreiben, wie es jetzt ist.
       *[moved] Legen Sie die Datei zurück oder fügen Sie sie von ihrem neuen Ort hinzu.
    }
error-permission-denied = { $name } darf von Altsmith nicht gelesen werden.
    .action = Ändern Sie die Zugriffsrechte, oder kopieren Sie die Datei in einen eigenen Ordner und fügen Sie die Kopie hinzu.
error-read-failed = { $name } ließ sich nicht lesen.
    .action = Prüfen Sie das Laufwerk oder die Verbindung dorthin und versuchen Sie es noch einmal.
error-not-a-file = { $name } ist keine Datei.
    .action = Fügen Sie eine Bilddatei oder einen Ordner mit Bildern hinzu.
error-empty-file = { $name } ist leer: Die Datei hat keinen Inhalt.
    .action = Vielleicht ist das Kopieren misslungen. Holen Sie das Bild noch einmal von der Quelle.
error-file-too-large = { $name } ist zu groß: mehr als { $limit }.
    .plain = { $name } ist zu groß.
    .action = Speichern Sie eine kleinere Kopie und fügen Sie diese hinzu.
error-folder-empty = { $name } enthält keine Bilder.
    .action = Fügen Sie einen anderen Ordner hinzu.
error-folder-limit = { $name } wurde ausgelassen: Mehr als { $limit } Dateien auf einmal werden nicht aufgenommen.
    .plain = { $name } wurde ausgelassen: Das sind zu viele Dateien auf einmal.
    .action = Fügen Sie den Rest hinzu, wenn diese fertig sind.
error-folder-too-deep = { $name } wurde ausgelassen: Der Ordner liegt mehr als { $limit } Ebenen tief.
    .plain = { $name } wurde ausgelassen: Der Ordner liegt zu tief.
    .action = Fügen Sie diesen Ordner für sich hinzu.
error-not-an-image = { $name } ist kein Bild, das Altsmith kennt.
    .action = Altsmith liest JPEG, PNG, WebP, GIF, BMP, TIFF, SVG, HEIC, AVIF, ICO, JPEG XL, JPEG 2000 und die Vorschauen in Rohdateien von Kameras.
error-url-invalid = { $name } ist keine Webadresse.
    .action = Prüfen Sie die Adresse; sie beginnt mit https://.
error-url-not-https = { $name } wurde nicht geöffnet: Die Adresse beginnt nicht mit https://.
    .action = Versuchen Sie dieselbe Adresse mit https://, oder speichern Sie das Bild und fügen Sie die Datei hinzu.
error-url-not-public = { $name } wurde nicht geöffnet: Die Adresse führt in ein privates Netz.
    .action = Speichern Sie das Bild und fügen Sie die Datei hinzu.
error-url-status = { $name } wurde nicht herausgegeben; der Server antwortete mit { $status }.
    .plain = { $name } wurde vom Server nicht herausgegeben.
    .action = Öffnen Sie die Adresse in einem Browser und sehen Sie nach, ob das Bild dort ist.
error-url-unreachable = { $name } konnte nicht geladen werden: Der Server ist nicht erreichbar.
    .action = Prüfen Sie die Adresse und Ihre Verbindung und versuchen Sie es noch einmal.
error-url-timeout = { $name } hat zu lange zum Laden gebraucht.
    .action = Versuchen Sie es noch einmal, oder speichern Sie das Bild und fügen Sie die Datei hinzu.
error-clipboard-empty = In der Zwischenablage ist kein Bild.
    .action = Kopieren Sie ein Bild oder eine Bilddatei und fügen Sie es noch einmal ein.
error-drop-empty = Unter dem Abgelegten war keine Datei und keine Webadresse.
    .action = Legen Sie Bilddateien, Ordner oder ein Bild aus einer Webseite hier ab.

# Bilder öffnen
error-format-not-built-in = { $name } ist ein { $format }-Bild, das diese Ausgabe von Altsmith nicht öffnen kann.
    .plain = { $name } hat ein Format, das diese Ausgabe von Altsmith nicht öffnen kann.
    .action = Speichern Sie es als JPEG oder PNG und fügen Sie das hinzu.
error-cut-off = { $name } ist abgeschnitten: Das Ende fehlt.
    .action = Holen Sie das Bild noch einmal von der Quelle.
error-corrupt = { $name } ist beschädigt und lässt sich nicht öffnen.
    .action = Öffnen Sie es in einem anderen Programm und speichern Sie es neu, oder holen Sie es noch einmal von der Quelle.
error-too-many-pixels = { $name } hat zu viele Bildpunkte: mehr als { $limit } Millionen.
    .plain = { $name } hat zu viele Bildpunkte.
    .action = Speichern Sie eine kleinere Kopie und fügen Sie diese hinzu.
error-too-much-memory = { $name } würde zum Öffnen zu viel Arbeitsspeicher brauchen.
    .action = Speichern Sie eine kleinere Kopie und fügen Sie diese hinzu.
error-decoder-failed = { $name } ließ sich nicht öffnen: Der Inhalt verletzt die Regeln seines Formats.
    .action = Öffnen Sie es in einem anderen Programm, speichern Sie es als PNG oder JPEG und fügen Sie das hinzu.
error-nothing-visible = { $name } ist leer: Alles darin ist durchsichtig. Nichts wurde gesendet.
    .action = Öffnen Sie es in einem anderen Programm und speichern Sie es neu, oder holen Sie es noch einmal von seiner Quelle.
error-decoder-crashed = { $name } ließ sich nicht öffnen: Der Decoder ist daran abgestürzt. Kein anderes Bild ist betroffen.
    .action = Öffnen Sie es in einem anderen Programm, speichern Sie es als PNG oder JPEG und fügen Sie das hinzu.
error-decoder-too-slow = { $name } zu öffnen dauert zu lange.
    .action = Öffnen Sie es in einem anderen Programm, speichern Sie es als PNG oder JPEG und fügen Sie das hinzu.
error-decoder-not-started = { $name } ließ sich nicht öffnen: Der Decoder ist nicht gestartet.
    .action = Versuchen Sie es noch einmal. Hilft das nicht, starten Sie Altsmith neu.

# Dienste
error-key-missing = { $provider } braucht einen Schlüssel.
    .action = Tragen Sie ihn in den Einstellungen ein.
error-key-rejected = { $provider } nimmt den Schlüssel nicht an.
    .action = Prüfen Sie den Schlüssel in den Einstellungen und tragen Sie ihn neu ein.
error-keyring-unavailable = { $why ->
        [no_bus] Hier gibt es keinen Schlüsselbund: Dieses Programm wurde ohne Desktop-Sitzung gestartet.
        [no_service] Auf diesem System gibt es keinen Schlüsselbund für Ihre Schlüssel.
        [no_collection] Der Schlüsselbund dieses Systems ist noch nicht eingerichtet.
        [timed_out] Der Schlüsselbund dieses Systems antwortet nicht.
        [ambiguous] Der Schlüsselbund dieses Systems enthält diesen Schlüssel mehrmals.
       *[failed] Der Schlüsselbund dieses Systems meldet einen Fehler.
    }
    .plain = Auf diesem System gibt es keinen Schlüsselbund für Ihre Schlüssel.
    .action = Wählen Sie in den Einstellungen, wie Ihre Schlüssel aufbewahrt werden: bis Altsmith geschlossen wird, oder in einer Datei mit Passphrase.
error-keyring-locked = { $why ->
        [dismissed] Der Schlüsselbund dieses Systems ist gesperrt, und seine Frage wurde ohne Antwort geschlossen.
        [denied] Der Schlüsselbund dieses Systems lässt Altsmith die Schlüssel nicht lesen.
       *[locked] Der Schlüsselbund dieses Systems ist gesperrt.
    }
    .plain = Der Schlüsselbund dieses Systems ist gesperrt.
    .action = Entsperren Sie ihn und versuchen Sie es noch einmal, oder wählen Sie in den Einstellungen einen anderen Ort für Ihre Schlüssel.
error-vault-locked = Die Datei mit Ihren Schlüsseln ist gesperrt.
    .action = Geben Sie die Passphrase ein.
error-passphrase-wrong = Das ist nicht die Passphrase der Datei mit Ihren Schlüsseln.
    .action = Versuchen Sie es noch einmal. Ohne die Passphrase sind die Schlüssel darin nicht lesbar und müssen neu eingegeben werden.
error-vault-damaged = Die Datei mit Ihren Schlüsseln ist beschädigt oder wurde von einem anderen Programm verändert. Sie wurde nicht angerührt.
    .action = Holen Sie sie aus einer Sicherung zurück, oder entfernen Sie sie und geben Sie Ihre Schlüssel neu ein.
error-vault-newer = Die Datei mit Ihren Schlüsseln wurde von einem neueren Altsmith geschrieben. Sie wurde nicht angerührt.
    .action = Aktualisieren Sie Altsmith, um sie zu öffnen.
error-vault-failed = Die Datei mit Ihren Schlüsseln ließ sich nicht lesen oder schreiben.
    .action = Prüfen Sie den Datenträger und die Rechte des Datenordners.
error-credits-exhausted = { $provider } hat kein Guthaben mehr für Sie.
    .action = Kaufen Sie Guthaben und versuchen Sie es noch einmal. Es ging nichts verloren.
error-budget-reached = { $provider } wurde nicht gefragt: Ihr Budget { $period ->
        [run] für einen Stapel
        [day] für einen Tag
       *[month] für einen Monat
    } ist { $cap }, davon verbraucht: { $spent }.
    .plain = { $provider } wurde nicht gefragt: Das Budget, das Sie gesetzt haben, ist erreicht.
    .action = Erhöhen Sie das Budget in den Einstellungen, oder machen Sie weiter, wenn es neu beginnt.
error-rate-limited = { $provider } nimmt im Augenblick keine weiteren Anfragen an.
    .action = { $seconds ->
        [0] Versuchen Sie es gleich noch einmal.
        [one] Versuchen Sie es in einer Sekunde noch einmal.
       *[other] Versuchen Sie es in { $seconds } Sekunden noch einmal.
    }
error-content-blocked = { $provider } hat es abgelehnt, { $name } zu beschreiben.
    .action = Versuchen Sie es mit einem anderen Dienst oder dem eingebauten Beschreiber.
error-invalid-request = { $provider } hat die Anfrage nicht angenommen.
    .action = Prüfen Sie die Einstellungen dieses Dienstes: Modell, Sprache und Anweisung.
error-language-unknown = { $provider } schreibt nicht in der Sprache „{ $language }“. Bekannt sind: { $languages }.
    .plain = { $provider } schreibt nicht in dieser Sprache.
    .action = Wählen Sie eine andere Sprache oder einen anderen Dienst.
error-model-not-found = { $provider } hat kein Modell „{ $model }“.
    .plain = { $provider } hat dieses Modell nicht.
    .action = Wählen Sie in den Einstellungen ein anderes Modell.
error-no-conversation = Niemand hier beantwortet Fragen zu Bildern.
    .action = Wählen Sie einen Dienst, der das tut, zum Beispiel DescribePicture, und tragen Sie seinen Schlüssel in den Einstellungen ein.
error-provider-unknown = Einen Dienst „{ $provider }“ gibt es nicht.
    .action = Wählen Sie einen in den Einstellungen; „altsmith providers“ listet sie auf.
error-provider-unavailable = { $provider } ist im Augenblick nicht verfügbar.
    .action = Versuchen Sie es später noch einmal, oder wählen Sie einen anderen Dienst.
error-bad-response = { $provider } hat eine Antwort gegeben, die sich nicht lesen lässt.
    .action = Versuchen Sie es noch einmal. Kommt es wieder vor, hat sich der Dienst vielleicht geändert.
error-timeout = { $provider } hat nicht rechtzeitig geantwortet.
    .action = Versuchen Sie es noch einmal. Wenn Sie pro Bild zahlen, sehen Sie zuerst nach, ob dieses berechnet wurde.
error-network = { $provider } ist nicht erreichbar.
    .action = Prüfen Sie Ihre Verbindung und die Adresse in den Einstellungen und versuchen Sie es noch einmal.
error-tls-failed = { $provider } ist nicht über eine sichere Verbindung erreichbar.
    .action = Prüfen Sie Datum und Uhrzeit dieses Computers und Ihr Netz und versuchen Sie es noch einmal.
error-tls-not-trusted = Das Zertifikat von { $host } stammt von einer Zertifizierungsstelle, der dieser Computer nicht vertraut.
    .plain = Das Zertifikat des Servers stammt von einer Zertifizierungsstelle, der dieser Computer nicht vertraut.
    .action = { $authority ->
        [unread] Die Datei mit der weiteren Zertifizierungsstelle, die in den Einstellungen steht, lässt sich nicht mehr lesen. Wählen Sie sie unter „Privatsphäre“ neu.
       *[system] Hat Ihr Netz oder Ihr Server eine eigene Zertifizierungsstelle, wählen Sie deren Zertifikat (eine PEM-Datei) in den Einstellungen unter „Privatsphäre“ oder mit „altsmith config set authority DATEI“. Andernfalls liest vielleicht jemand mit; gesendet wurde nichts.
    }
error-tls-expired = { $when ->
        [early] Das Zertifikat von { $host } gilt noch nicht.
       *[late] Das Zertifikat von { $host } ist abgelaufen.
    }
    .plain = Das Zertifikat des Servers gilt heute nicht.
    .action = Prüfen Sie Datum und Uhrzeit dieses Computers. Stimmen sie, muss der Betreiber des Servers es erneuern.
error-tls-wrong-host = Das Zertifikat von { $host } ist auf andere Namen ausgestellt.
    .plain = Das Zertifikat des Servers ist auf andere Namen ausgestellt.
    .action = Prüfen Sie die Adresse in den Einstellungen. In einem Netz mit Anmeldeseite (Hotel, Zug) öffnen Sie zuerst eine Webseite und melden sich an.
error-tls-no-authorities = Dieser Computer hat keine Liste von Zertifizierungsstellen, deshalb lässt sich die Verbindung zu { $host } nicht prüfen.
    .plain = Dieser Computer hat keine Liste von Zertifizierungsstellen, deshalb lässt sich keine sichere Verbindung prüfen.
    .action = { $authority ->
        [unread] Installieren Sie das Paket ca-certificates Ihres Systems. Auch die Datei mit der weiteren Zertifizierungsstelle, die in den Einstellungen steht, lässt sich nicht lesen.
       *[system] Installieren Sie das Paket ca-certificates Ihres Systems, oder wählen Sie in den Einstellungen unter „Privatsphäre“ ein Zertifikat (eine PEM-Datei). Dienste auf diesem Computer gehen auch so.
    }
error-redirected = { $provider } verweist auf { $target }, statt zu antworten. Dem wurde nicht gefolgt, damit nichts an einen anderen Rechner geht.
    .plain = { $provider } verweist auf eine andere Adresse, statt zu antworten. Dem wurde nicht gefolgt.
    .action = Ist das die Adresse des Dienstes, tragen Sie sie in den Einstellungen ein. In einem Netz mit Anmeldeseite (Hotel, Zug) öffnen Sie zuerst eine Webseite und melden sich an.
error-needs-public-url = { $provider } nimmt nur Bilder an, die eine öffentliche Webadresse haben.
    .action = Fügen Sie das Bild über seine Adresse hinzu, oder richten Sie in den Einstellungen ein, wie Altsmith ihm eine gibt.
error-local-only = { $provider } wurde nicht gefragt: Nur dieser Computer darf benutzt werden.
    .action = Wählen Sie den eingebauten Beschreiber oder ein Modell auf diesem Computer, oder erlauben Sie Dienste in den Einstellungen.
error-endpoint-invalid = { $value } ist keine Adresse, die ein Dienst haben kann.
    .plain = Das ist keine Adresse, die ein Dienst haben kann.
    .action = Geben Sie eine ein, die mit https:// beginnt; http:// führt nur zu diesem Computer.
error-service-refused-image = { $provider } hat { $name } nicht angenommen.
    .action = Speichern Sie es kleiner als JPEG oder PNG und fügen Sie das hinzu, oder versuchen Sie es mit einem anderen Dienst.

# Der Kern
error-cancelled = { $name } wurde abgebrochen.
    .action = Sie können es jederzeit neu beschreiben lassen.
error-outcome-unknown = { $provider } hat { $name } erhalten, aber es kam keine Antwort zurück. Vielleicht wurde es berechnet.
    .action = Sehen Sie dort in Ihrem Konto nach. Es wird nur dann noch einmal gesendet, wenn Sie es sagen.
error-disk-full = Der Datenträger ist voll, deshalb lässt sich nichts mehr speichern.
    .action = Schaffen Sie Platz und versuchen Sie es noch einmal.
error-database-newer = Ihr Verlauf wurde von einem neueren Altsmith geschrieben. Er wurde nicht angerührt.
    .action = Aktualisieren Sie Altsmith, um ihn zu öffnen.
error-database-busy = Ein anderes Programm benutzt gerade Ihren Verlauf.
    .action = Versuchen Sie es gleich noch einmal.
error-storage-failed = Ihr Verlauf ließ sich nicht lesen oder schreiben.
    .action = Prüfen Sie den Datenträger und die Zugriffsrechte des Datenordners.
error-not-found = Das ist nicht mehr da.
    .action = Vielleicht wurde es in einem anderen Fenster oder auf der Befehlszeile gelöscht.
error-search-too-long = Diese Suche hat mehr als { $limit } Wörter.
    .plain = Diese Suche hat zu viele Wörter.
    .action = Suchen Sie nach den Wörtern, auf die es ankommt.
error-setting-unknown = Eine Einstellung „{ $key }“ gibt es nicht.
    .plain = Diese Einstellung gibt es nicht.
    .action = „altsmith config list“ zeigt alle.
error-setting-invalid = Die Einstellung „{ $key }“ kann nicht „{ $value }“ sein.
    .plain = Die Einstellung kann diesen Wert nicht haben.
    .action = { $expected ->
        [none] Wählen Sie einen anderen Wert.
        [number] Geben Sie eine ganze Zahl von 1 bis 65535 ein.
        [switch] Möglich ist: true, false.
        [address] Geben Sie eine Adresse ein, die mit https:// beginnt; http:// führt nur zu diesem Computer.
        [email] Geben Sie eine E-Mail-Adresse ein, etwa name@example.org.
        [text] Geben Sie eine einzelne Zeile Text ein.
        [pem] Wählen Sie eine lesbare Datei mit Zertifikaten in PEM-Form (-----BEGIN CERTIFICATE-----).
       *[other] Möglich ist: { $expected }.
    }
error-setting-missing = { $provider } braucht dafür „{ $key }“.
    .plain = { $provider } braucht dafür noch eine Angabe.
    .action = Tragen Sie sie in den Einstellungen ein und versuchen Sie es noch einmal.
error-key-unusable = { $what ->
        [passphrase] Eine Passphrase kann nicht leer sein.
        [sent] „{ $key }“ wurde nicht gesendet: Darin stehen Leerzeichen, Zeilenumbrüche oder Zeichen, die kein Schlüssel hat.
       *[key] { $wrong ->
            [empty] „{ $key }“ wurde nicht behalten: Das Feld ist leer.
            [lines] „{ $key }“ wurde nicht behalten: Der Text geht über mehrere Zeilen.
            [spaces] „{ $key }“ wurde nicht behalten: Im Text stehen Leerzeichen, und ein Schlüssel hat keine.
            [address] „{ $key }“ wurde nicht behalten: Das ist eine Adresse und kein Schlüssel.
            [rest] „{ $key }“ wurde nicht behalten: An einem Ende steht noch ein Anführungszeichen oder ein Rest eines Zeilenumbruchs.
            [characters] „{ $key }“ wurde nicht behalten: Der Text enthält Buchstaben oder Zeichen, die kein Schlüssel hat.
           *[other] „{ $key }“ wurde nicht behalten: Das Feld ist leer oder enthält Zeichen, die kein Schlüssel hat.
        }
    }
    .plain = Das wurde nicht behalten: Es ist leer oder enthält Zeichen, die kein Schlüssel hat.
    .action = { $what ->
        [passphrase] Wählen Sie eine, die Sie nicht vergessen: Ohne sie lassen sich die Schlüssel in der Datei nicht lesen.
       *[key] Kopieren Sie den Schlüssel noch einmal, ganz und ohne etwas darum herum.
    }
error-not-offered = { $provider } bietet das nicht an.
    .action = Sehen Sie auf der Webseite des Dienstes nach.
error-connection-refused = { $why ->
        [taken] „{ $value }“ ist vergeben, oder war es einmal: Verlauf und Kosten können es nennen.
        [removed] „{ $value }“ ist die Kennung von { $provider }; diese Verbindung wurde entfernt.
        [id] „{ $value }“ kann keine Kennung sein: Kleinbuchstaben, Ziffern und Bindestriche, am Anfang ein Buchstabe, höchstens 32.
        [single] { $provider } gibt es einmal, und zwar schon.
        [fixed] { $provider } ist von selbst da und kann nicht entfernt werden.
        [kind] Eine Art von Dienst „{ $value }“ gibt es nicht.
       *[name] Ein Name braucht mindestens einen Buchstaben und höchstens 60.
    }
    .action = { $why ->
        [removed] „altsmith connections restore { $value }“ holt sie zurück; oder wählen Sie eine andere Kennung.
        [single] Eingerichtet wird der Dienst in den Einstellungen unter „Dienste“.
        [fixed] Wählen Sie einen anderen Dienst, wenn Sie diesen nicht wollen.
        [kind] „altsmith connections list“ nennt die Arten in der zweiten Spalte.
        [name] Wählen Sie einen anderen Namen.
       *[other] Wählen Sie eine andere Kennung.
    }
error-internal = In Altsmith ist etwas schiefgegangen.
    .action = Versuchen Sie es noch einmal. Kommt es wieder vor, melden Sie es bitte.

# Hinweise zum Alternativtext
warning-alt-missing = Es gibt keinen Alternativtext.
warning-alt-too-long = Der Alternativtext hat { $length } Zeichen, die Grenze liegt bei { $limit }.
    .plain = Der Alternativtext ist länger als die Grenze.
warning-alt-shortened = Der Alternativtext war zu lang und wurde gekürzt. Der ganze Text steht in der Beschreibung.
warning-starts-with-image-of = Er beginnt mit „{ $text }“. Dass es ein Bild ist, sagt der Screenreader schon.
    .plain = Er beginnt damit, dass es ein Bild ist. Das sagt der Screenreader schon.
warning-looks-like-file-name = Das sieht nach einem Dateinamen aus.
warning-no-end-punctuation = Ein Punkt am Ende lässt Screenreader eine Pause machen.
warning-repeats-itself = Er wiederholt sich.
warning-wrong-language = Das scheint nicht die gewünschte Sprache zu sein. Neu beschreiben fragt noch einmal.
warning-quoted-text-not-found = „{ $text }“ wurde im Bild nicht gefunden.
    .plain = Zitierter Text wurde im Bild nicht gefunden.
warning-first-of-several = Nur die erste von { $count } Seiten oder das erste Bild der Datei wurde beschrieben.
    .plain = Nur die erste Seite oder das erste Bild der Datei wurde beschrieben.
warning-largest-of-several = Nur das größte von { $count } Bildern der Datei wurde beschrieben.
    .plain = Nur das größte von mehreren Bildern der Datei wurde beschrieben.
warning-camera-preview = Beschrieben wurde die Vorschau der Kamera in der Rohdatei. Farben und Ausschnitt können vom entwickelten Bild abweichen.
warning-drawing-without-words = Einige Wörter dieser Zeichnung konnten nicht gezeichnet werden und fehlen.
warning-drawing-without-pictures = Bilder, auf die diese Zeichnung verweist oder die sich nicht zeichnen lassen, fehlen.
warning-not-saved = Diese Worte sind noch nicht gespeichert: Die Datenbank nimmt sie nicht an. Altsmith versucht es von selbst wieder; kopieren Sie sie, wenn Sie sie jetzt brauchen.

# Meldungen
notice-database-moved-aside = Ihr Verlauf war beschädigt und ließ sich nicht öffnen. Er wurde als „{ $name }“ zur Seite gelegt und ein neuer begonnen.{ $held ->
        [yes] { " " }Ihre Einstellungen und Budgets ließen sich daraus nicht ganz lesen: Nichts verlässt diesen Computer, bis Sie in den Einstellungen „Nur dieser Computer“ ausschalten.
       *[no] { "" }
    }
name-pasted = Eingefügtes Bild

# Worauf Bilder warten, neben dem Balken der Kommandozeile
progress-limit = Weiter in { $seconds } s (Grenze des Dienstes)
progress-service = Wartet auf den Dienst …
progress-recovery = Der Dienst ist gestört, nächster Versuch in { $seconds } s

# Was ein Probelauf sagt
plan-cached = Diese Worte stehen schon im Verlauf. Es würde nichts gesendet.
plan-local = { $provider } würde es auf diesem Computer beschreiben. Es würde nichts gesendet.
plan-sent = Es würde an { $provider } ({ $host }) gesendet.

# Das Fenster
no-display = Altsmith hat keinen Bildschirm (display) gefunden und kann sein Fenster nicht öffnen. Starten Sie es auf einem Desktop oder nehmen Sie die Befehlszeile: altsmith describe.
dialog-add-files = Bilder hinzufügen
dialog-add-folder = Ordner hinzufügen
dialog-authority = Zertifikat einer Zertifizierungsstelle wählen
dialog-export-ledger = Kontobuch exportieren
dialog-export-history = Verlauf exportieren
dialog-pictures = Bilder
dialog-all-files = Alle Dateien
name-sample = Beispielbild

# Einen Schlüssel ausprobieren
check-confirmed = { $provider } antwortet und kennt den Schlüssel.
check-answers = { $provider } antwortet und hat den Schlüssel nicht beanstandet. Kostenlos sagt der Dienst nicht mehr; das erste Bild zeigt, ob der Schlüssel gilt.
check-not-needed = { $provider } arbeitet auf diesem Computer und braucht keinen Schlüssel.
check-impossible = { $provider } bietet keinen kostenlosen Weg, einen Schlüssel auszuprobieren. Das erste Bild zeigt, ob er gilt.
check-remaining = Verbleibendes Guthaben: { $remaining }

# Konten, die von hier aus angelegt werden
account-created = { $provider } hat das Konto angelegt und schickt den API-Schlüssel an { $email }. Tragen Sie ihn hier ein, sobald er da ist, und schalten Sie das Konto dann frei.
account-activated = { $provider } hat das Konto freigeschaltet. Jetzt können Bilder beschrieben werden.

# Felder, die jeder Dienst hat
field-endpoint = Adresse des Dienstes
field-model = Modell
field-price-of = Was { $model } kostet, wenn es davon abweicht
field-budget-run = Budget für einen Durchgang
field-budget-day = Budget für einen Tag
field-budget-month = Budget für einen Monat

# Was ein neuer Versuch bei einer Anfrage bedeutet, die vielleicht berechnet wurde
again-is-free = Versuchen Sie es noch einmal: { $provider } wird gefragt, was daraus geworden ist; das kostet nichts.
again-may-cost-twice = { $before ->
        [yes] Das wurde schon einmal gesendet, und dies kam zurück.
       *[other] { "" }
    } { $charged ->
        [yes] { $provider } hat es berechnet.
       *[other] Vielleicht wurde es berechnet: Sehen Sie in Ihrem Konto bei { $provider } nach.
    } Es wird nur dann noch einmal gesendet, wenn Sie es sagen.

# Dem stimmt der Mensch in einem Dialog des Systems zu, weil es Bilder oder Geld hinauslässt.
consent-title = Sind Sie einverstanden?
consent-yes = Einverstanden
consent-no = Abbrechen
consent-local-only-off = „Nur dieser Computer“ soll ausgeschaltet werden. Bilder können dann an die Dienste gesendet werden, die Sie wählen.
consent-destination = Bilder für { $provider } sollen von nun an an { $host } gehen. Ein Schlüssel, der für eine andere Adresse eingegeben wurde, wird dorthin nicht gesendet.
consent-ask-from = Bis zu { $count } Bilder auf einmal sollen ohne vorherige Frage beschrieben werden, auch wo das etwas kostet.
consent-ask-never = Beliebig viele Bilder sollen ohne vorherige Frage beschrieben werden, auch wo das etwas kostet.
consent-cap = Das Budget für { $provider } soll erhöht oder aufgehoben werden. { $caps ->
        [none] Nichts würde begrenzen, was es kosten darf.
       *[other] Es wäre: { $caps }.
    }
consent-price = Der Preis von { $provider } soll niedriger angesetzt werden. Das Budget ließe dann mehr Bilder durch.
consent-fetch = Von dieser Adresse soll ein Bild geholt werden:
