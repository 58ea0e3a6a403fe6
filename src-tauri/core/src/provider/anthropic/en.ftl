provider-anthropic = The Claude models of Anthropic.
    .note = The words appear while they come. What is read and written is paid for by the token, beforehand, apart from any Claude subscription.
    .privacy = The picture, made smaller and without its metadata, goes to { $host }. Your own instruction and what you wrote about the picture (names of people and places, for example) go with it; with a question, also the earlier questions and answers and the description.
    .key-hint = Make a key at platform.claude.com, under API keys, and put credit on the account.
    .check = Asks for the list of models, which costs nothing.
    .field-api_key = API key
    .field-price = What its models cost: 0.15/0.60 usd for a million tokens in and out, or 0.01 usd a request
    .model-default = The newest small model of the list that sees pictures

fault-anthropic-credits = Your credit at Anthropic is used up.
    .action = Buy credit at Anthropic under Billing, then try again.
fault-anthropic-spend-limit = The spending limit of your organisation at Anthropic is reached.
    .action = Raise the limit at Anthropic under Limits, or wait until its month is over.
fault-anthropic-permission = Your key at Anthropic may not use this model or this function.
    .action = Use a key of a workspace that may, or choose another model in Settings.
fault-anthropic-too-large = The request was larger than Anthropic takes.
    .action = Make the picture smaller, or leave out earlier questions, and try again.
