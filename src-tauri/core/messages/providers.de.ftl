# Die Dienste in Worten; was die Attribute bedeuten, steht in providers.en.ftl.

provider-builtin = Beschreibt jedes Bild sofort aus dem, was sich berechnen lässt. Kein Schlüssel, keine Kosten.
    .note = Art des Bildes, Farben, Text, Codes, Datum und Ort. Das ist berechnet, keine KI, und weiß von einem Foto wenig.
    .privacy = Nichts verlässt diesen Computer.

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

provider-describepicture = Beschreibt ein Bild und beantwortet Fragen dazu.
    .note = Hundert Anfragen in der Stunde; jede kostet 0,01 $. Der kleinste Kauf sind 60,00 $.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten, oder nur mit seiner Webadresse, an { $host }, eine Google-Cloud-Funktion, wenn Sie nichts anderes gewählt haben. Ihre eigene Anweisung und das, was Sie zum Bild geschrieben haben (zum Beispiel Namen von Personen und Orten), gehen mit; bei einer Frage auch die früheren Fragen und Antworten und die Beschreibung.
    .key-hint = Geben Sie im API-Dashboard auf describepicture.org Ihre E-Mail-Adresse und einen Produktnamen ein, um eine App-ID zu bekommen.
    .check = Schickt eine Anfrage ohne Bild. Der Dienst sagt, ob er die App-ID ablehnt; eine kostenlose Anfrage nennt er nicht, sehen Sie im Zweifel nach Ihrem Guthaben.
    .field-app_id = App-ID
    .field-pass_address = Bei Bildern aus dem Web die Adresse weitergeben statt des Bildes
    .model-describe_picture_api = Beschreibung

provider-imgopen = Bildunterschriften auf Englisch mit Stilbegriffen, oder Schlagwörter für gezeichnete Bilder.
    .note = Nimmt nur die öffentliche Webadresse eines Bildes. Bilder, die über ihre Adresse hinzugefügt wurden, werden so weitergegeben; für andere richten Sie einen Bucket oder eine öffentliche Adresse dieses Computers ein.
    .privacy = Die Webadresse des Bildes geht an { $host }. Ein Bild dieses Computers liegt für die Dauer der Anfrage in Ihrem Bucket oder wird von hier ausgeliefert; wer seine nicht erratbare Adresse kennte, könnte es sehen.
    .key-hint = Der Zugangsschlüssel und sein Geheimnis gehören zu einem Konto bei Img Open (zhiqite.com).
    .check = Fragt nach einem Auftrag, den es nicht gibt; es gibt also nichts zu beschreiben und zu zählen. Der Dienst sagt, ob er die Schlüssel ablehnt.
    .field-access_key_id = Zugangsschlüssel (Access Key ID)
    .field-access_key_secret = Geheimnis des Zugangsschlüssels
    .field-s3_access_key_id = Zugangsschlüssel Ihres Buckets
    .field-s3_secret_access_key = Geheimer Schlüssel Ihres Buckets
    .field-s3_endpoint = Adresse Ihres S3-kompatiblen Speichers
    .field-s3_bucket = Bucket
    .field-s3_region = Region
    .field-public_url = Öffentliche Adresse, die zu diesem Computer führt
    .field-public_port = Port dieses Computers, zu dem sie führt
    .field-time_limit = Längste Wartezeit auf ein Ergebnis, in Sekunden
    .model-clip = Bildunterschrift und Stilbegriffe
    .model-deepdanbooru = Schlagwörter für gezeichnete Bilder

provider-zakai = Alternativtexte auf Deutsch und Englisch, aus Deutschland.
    .note = Bilder werden auf 512 Pixel verkleinert, mehr würde den Text nicht verbessern. Was Sie über Personen und Orte wissen, wird aufgenommen.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten zusammen mit dem, was Sie dazu geschrieben haben, an { $host }.
    .key-hint = Wählen Sie ein eigenes Geheimnis und geben Sie Ihre E-Mail-Adresse ein: Der API-Schlüssel kommt per E-Mail.
    .check = Fragt nach Ihrem Konto und seinem Guthaben; das kostet nichts.
    .field-secret = Ihr eigenes Geheimnis
    .field-api_key = API-Schlüssel aus der E-Mail
    .field-email = E-Mail-Adresse

provider-openai-compatible = Jeder Modell-Server, der die Form von OpenAI spricht: LM Studio, llama-server, vLLM, OpenRouter, Mistral und andere.
    .note = Die Wörter erscheinen, während sie kommen. Ein Server auf diesem Computer kostet nichts und braucht keinen Schlüssel. Wählen Sie ein Modell, das Bilder sieht.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten an { $host ->
        [none] den Server, den Sie wählen
       *[other] { $host }, den Server, den Sie gewählt haben
    }. Ihre eigene Anweisung und was Sie zum Bild geschrieben haben (zum Beispiel Namen von Personen und Orten) gehen mit; bei einer Frage auch die früheren Fragen und Antworten und die Beschreibung.
    .key-hint = Den Schlüssel gibt, wer den Server betreibt. Viele Server brauchen keinen.
    .check = Fragt nach der Liste der Modelle, was nichts kostet.
    .field-api_key = API-Schlüssel
    .field-endpoint = Adresse des Servers, mit /v1
    .field-paid = Dieser Server kostet Geld
    .model-default = Das Modell, das der Server hat
