provider-openai = Die Modelle von OpenAI.
    .note = Die Wörter erscheinen, während sie kommen. Gelesenes und Geschriebenes wird nach Token bezahlt, im Voraus und getrennt von jedem ChatGPT-Abonnement. Die Liste sagt nicht, welche Modelle Bilder sehen.
    .privacy = Das Bild geht verkleinert und ohne seine Metadaten an { $host }. Ihre eigene Anweisung und was Sie zum Bild geschrieben haben (zum Beispiel Namen von Personen und Orten) gehen mit; bei einer Frage auch die früheren Fragen und Antworten und die Beschreibung.
    .key-hint = Legen Sie bei platform.openai.com unter API keys einen Schlüssel an und laden Sie das Konto auf.
    .check = Fragt nach der Liste der Modelle, was nichts kostet.
    .field-api_key = API-Schlüssel
    .field-price = Was seine Modelle kosten: 0.15/0.60 usd je Million Token hinein und heraus, oder 0.01 usd je Anfrage
    .model-default = Das neueste kleine Modell der Liste

fault-openai-quota = Ihr Guthaben bei OpenAI ist verbraucht, oder dessen Monatsgrenze ist erreicht.
    .action = Laden Sie bei OpenAI unter Billing Guthaben auf oder heben Sie die Grenze an, und versuchen Sie es noch einmal. Ein ChatGPT-Abonnement zählt dort nicht.
fault-openai-verification = OpenAI lässt dieses Modell so nur von überprüften Organisationen benutzen.
    .action = Lassen Sie Ihre Organisation in den Einstellungen von OpenAI überprüfen, oder wählen Sie in den Einstellungen ein anderes Modell.
fault-openai-region = OpenAI bedient das Land oder die Region nicht, in der Sie sind.
    .action = Wählen Sie in den Einstellungen einen anderen Dienst.
