provider-openai = The models of OpenAI.
    .note = The words appear while they come. What is read and written is paid for by the token, beforehand, apart from any ChatGPT subscription. The list does not say which models see pictures.
    .privacy = The picture, made smaller and without its metadata, goes to { $host }. Your own instruction and what you wrote about the picture (names of people and places, for example) go with it; with a question, also the earlier questions and answers and the description.
    .key-hint = Make a key at platform.openai.com, under API keys, and put credit on the account.
    .check = Asks for the list of models, which costs nothing.
    .field-api_key = API key
    .field-price = What its models cost: 0.15/0.60 usd for a million tokens in and out, or 0.01 usd a request
    .model-default = The newest small model of the list

fault-openai-quota = Your credit at OpenAI is used up, or its monthly limit is reached.
    .action = Add credit or raise the limit at OpenAI under Billing, then try again. A ChatGPT subscription does not count there.
fault-openai-verification = OpenAI lets only verified organisations use this model in this way.
    .action = Verify your organisation in the settings at OpenAI, or choose another model in Settings.
fault-openai-region = OpenAI does not serve the country or region that you are in.
    .action = Choose another service in Settings.
