provider-describepicture = Beschreibt ein Bild und beantwortet Fragen dazu.
    .note = Hundert Anfragen in der Stunde; jede kostet 0,01 $. Der kleinste Kauf sind 60,00 $.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten, oder nur mit seiner Webadresse, an { $host }, eine Google-Cloud-Funktion, wenn Sie nichts anderes gewählt haben. Ihre eigene Anweisung und das, was Sie zum Bild geschrieben haben (zum Beispiel Namen von Personen und Orten), gehen mit; bei einer Frage auch die früheren Fragen und Antworten und die Beschreibung.
    .key-hint = Geben Sie im API-Dashboard auf describepicture.org Ihre E-Mail-Adresse und einen Produktnamen ein, um eine App-ID zu bekommen.
    .check = Schickt eine Anfrage ohne Bild. Der Dienst sagt, ob er die App-ID ablehnt; eine kostenlose Anfrage nennt er nicht, sehen Sie im Zweifel nach Ihrem Guthaben.
    .field-app_id = App-ID
    .field-pass_address = Bei Bildern aus dem Web die Adresse weitergeben statt des Bildes
    .model-describe_picture_api = Beschreibung

fault-describepicture-field-required = DescribePicture fehlt ein Teil der Anfrage: { $field }.
    .plain = DescribePicture fehlt ein Teil der Anfrage.
    .action = Prüfen Sie die App-ID und die Adresse des Bildes und versuchen Sie es noch einmal.
fault-describepicture-limit = DescribePicture nimmt für eine App-ID höchstens 100 Anfragen in der Stunde an, und es waren mehr.
    .action = { $seconds ->
        [0] Versuchen Sie es im Lauf der Stunde noch einmal.
        [one] Versuchen Sie es in einer Sekunde noch einmal.
       *[other] Versuchen Sie es in { $seconds } Sekunden noch einmal.
    }
