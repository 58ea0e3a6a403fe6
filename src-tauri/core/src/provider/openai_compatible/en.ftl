provider-openai-compatible = Any model server that speaks OpenAI’s form: LM Studio, llama-server, vLLM, OpenRouter, Mistral and others.
    .note = The words appear while they come. A server on this computer costs nothing and needs no key. Choose a model that sees pictures.
    .privacy = The picture, made smaller and without its metadata, goes to { $host ->
        [none] the server that you choose
       *[other] { $host }, the server that you chose
    }. Your own instruction and what you wrote about the picture (names of people and places, for example) go with it; with a question, also the earlier questions and answers and the description.
    .key-hint = The key comes from whoever runs the server. Many servers need none.
    .check = Asks for the server’s list of models, which costs nothing.
    .field-api_key = API key
    .field-endpoint = Address of the server, with /v1
    .field-paid = Using this server costs money
    .field-price = What its models cost: free, 0.01 usd a request, or 0.15/0.60 usd for a million tokens in and out
    .model-default = The model that the server has
