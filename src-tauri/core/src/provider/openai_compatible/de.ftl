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
    .field-price = Was seine Modelle kosten: free, 0.01 usd je Anfrage, oder 0.15/0.60 usd je Million Token hinein und heraus
    .model-default = Das Modell, das der Server hat
