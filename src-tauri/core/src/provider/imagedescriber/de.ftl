provider-imagedescriber = Beschreibungen, Schlagwörter mit Titel und Alternativtexte in bis zu zwölf Sprachen.
    .note = Jede Anfrage verbraucht Guthaben. „Alles“ stellt drei Anfragen für ein Bild.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten an { $host }. Für eine Beschreibung gehen Ihre eigene Anweisung und das mit, was Sie zum Bild geschrieben haben (zum Beispiel Namen von Personen und Orten).
    .key-hint = Melden Sie sich bei imagedescriber.app an, wählen Sie im Menü unter Ihrem Bild „Apply for API“ und legen Sie einen Schlüssel an. Er wird nur einmal gezeigt.
    .check = Schickt eine Anfrage ohne Bild, bei der es nichts zu beschreiben und zu zählen gibt. Der Dienst sagt, ob er den Schlüssel ablehnt; eine kostenlose Anfrage nennt er nicht, sehen Sie im Zweifel nach Ihrem Guthaben.
    .field-api_key = API-Schlüssel
    .model-generate_content = Beschreibung
    .model-generate_tags = Schlagwörter, Titel und Beschreibung
    .model-generate_alt_text = Alternativtext
    .model-everything = Alles (drei Anfragen)
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
